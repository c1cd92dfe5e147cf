using System.CommandLine;
using Asan.Doors;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>What eng/ingest runs.</summary>
static class IngestCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("FILE|FOLDER") { Arity = ArgumentArity.OneOrMore };
        var id = new Option<string?>("--id");
        var labels = new Option<string[]>("--label") { DefaultValueFactory = _ => [] };
        var password = new Option<string?>("--password");
        var server = new Option<string>("--server") { Required = true };
        var keys = new Option<string>("--keys") { Required = true };

        var command = new Command("ingest", "Hands files in.") { paths, id, labels, password, server, keys };
        command.SetAction(async (arguments, ct) =>
        {
            var report = new IngestReport(Screen.Open());
            try
            {
                if (arguments.GetValue(password) is not (null or "-"))
                    throw new CommandException("--password takes - alone: the password is read from standard input");
                var given = GivenFiles.Find(arguments.GetRequiredValue(paths), arguments.GetValue(id));
                using var documents = new DocumentsClient(new(arguments.GetRequiredValue(server)), FunctionKeys.Read(arguments.GetRequiredValue(keys)));
                await documents.CheckAsync(ct);
                var order = new IngestOrder(
                    arguments.GetRequiredValue(labels), arguments.GetValue(password) is null ? null : await PasswordInput.ReadAsync(ct));

                await RunAsync(given, new(documents, order), report, ct);
                return report.AllPublished ? Exit.Done : Exit.NotDone;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("eng/ingest: no longer watching; files that were handed in are read all the same");
                return report.Ended > 0 ? Exit.NotDone : Exit.NotBegun;
            }
            catch (CommandException e)
            {
                await Console.Error.WriteLineAsync($"eng/ingest: {Screen.Line(e.Message)}");
                return report.Ended > 0 ? Exit.NotDone : Exit.NotBegun;
            }
        });
        return command;
    }

    static async Task RunAsync(GivenFiles given, Ingestion ingestion, IngestReport report, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            await ShowAsync(given, ingestion, report, ct);
        }
        catch (CommandException e) when (report.Ended > 0)
        {
            throw new CommandException($"{e.Message}; of {given.Files.Count} files {report.Ended} were done: hand them in again");
        }

        report.Sum(given.LeftOut, TimeProvider.System.GetElapsedTime(begun));
    }

    static Task ShowAsync(GivenFiles given, Ingestion ingestion, IngestReport report, CancellationToken ct) =>
        IngestProgress.ShowAsync(Screen.Open(), given.Files.Count, ended => ingestion.RunAsync(
            given.Files,
            outcome =>
            {
                report.Tell(outcome);
                ended();
            },
            ct));
}
