using System.CommandLine;
using System.Text;
using Asan.Documents.Exports;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Isolation;

namespace Asan.Documents.Worker;

/// <summary>The parser as a command: one file in, its text out.</summary>
static class ParseCommand
{
    const int Refused = 1;
    const int CannotBegin = 2;
    const int Cancelled = 130;

    static readonly Argument<FileInfo> File = new("FILE") { Description = "The document. What it is, its bytes say; its name is not asked." };

    static readonly Option<string> Format = new("--format")
    {
        Description = "text, md (Markdown) or json (DoclingDocument).",
        DefaultValueFactory = _ => "text",
    };

    static readonly Option<string?> Password = new("--password") { Description = "Opens a protected file." };

    static readonly Option<bool> Typed = new("--without-numbers")
    {
        Description = "Text as it was typed: without numbers and bullets that the program generates.",
    };

    static readonly Option<bool> Counts = new("--counts") { Description = "Writes how many tables, cells, notes and so on there are, in place of the text." };

    public static RootCommand Build()
    {
        Format.AcceptOnlyFromAmong("text", "md", "json");
        var command = new RootCommand("Reads a document (HWP, HWPX, DOCX, DOC) in a process of its own and writes it as text, Markdown or JSON.")
        {
            File, Format, Password, Typed, Counts,
        };
        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(System.CommandLine.ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetRequiredValue(File);
        try
        {
            await using var stream = file.OpenRead();
            await using var pool = new ParserPool(new IsolationOptions { Workers = 1, WorkerEnded = Report });
            var options = new ParseOptions { Password = arguments.GetValue(Password), WithFiles = arguments.GetValue(Format) == "json" };
            switch (await pool.ParseAsync(stream, stream.Length, options, cancellationToken))
            {
                case Documents.ParseResult.Parsed parsed:
                    await WriteAsync(parsed.Document, arguments);
                    return 0;
                case Documents.ParseResult.Refused refused:
                    await Console.Error.WriteLineAsync($"refused: {refused.Refusal.Code}: {refused.Refusal.Reason}");
                    return Refused;
                default:
                    return CannotBegin;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"parse: {e.Message}");
            return CannotBegin;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }

    static async Task WriteAsync(Document document, System.CommandLine.ParseResult arguments)
    {
        foreach (var warning in document.Warnings)
            await Console.Error.WriteLineAsync($"warning: {warning.Code}: {warning.Message}{(warning.Place is null ? "" : $" ({warning.Place})")}");
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(arguments.GetValue(Counts) ? Encoding.UTF8.GetBytes($"{document.Counts}\n") : Export(document, arguments));
    }

    static byte[] Export(Document document, System.CommandLine.ParseResult arguments)
    {
        var options = OptionsFor(document, arguments.GetValue(Typed));
        return arguments.GetValue(Format) switch
        {
            "json" => DoclingExport.ToDocling(document, Path.GetFileNameWithoutExtension(arguments.GetRequiredValue(File).Name)).ToJson(),
            "md" => Encoding.UTF8.GetBytes(MarkdownExport.Write(document, options)),
            _ => Encoding.UTF8.GetBytes(TextExport.Write(document, options)),
        };
    }

    // The furniture of a Word file is a running title and a page number; what is in the margin of an HWP file is often the only place it says so.
    static TextOptions OptionsFor(Document document, bool typed)
    {
        var options = typed ? TextOptions.Typed : TextOptions.Shown;
        return document.Format is FileFormat.Docx or FileFormat.Doc ? options with { WithFurniture = false, WithRemarks = false } : options;
    }

    static void Report(WorkerEnd end)
    {
        if (end.Reason is not (WorkerEndReason.Closed or WorkerEndReason.Recycled))
            Console.Error.WriteLine($"worker: {end.Reason}: {end.Detail}");
    }
}
