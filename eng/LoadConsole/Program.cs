using System.CommandLine;
using Asan.Doors;
using Asan.Load;

var folder = new Argument<string>("folder");
var source = new Option<string>("--source") { Required = true };
var vocabulary = new Option<string?>("--vocabulary");
var server = new Option<string>("--server") { Required = true };
var keys = new Option<string>("--keys") { Required = true };
var container = new Option<string>("--container") { Required = true };

var load = new RootCommand("The console behind eng/load, which says what the options mean.") { folder, source, vocabulary, server, keys, container };
load.SetAction(async (arguments, ct) =>
{
    try
    {
        var sources = new SourcesContainer(arguments.GetRequiredValue(container));
        var location = sources.Put(arguments.GetRequiredValue(folder));
        var words = arguments.GetValue(vocabulary) is { Length: > 0 } path ? sources.Put(path) : null;

        using var runs = new RunClient(new(arguments.GetRequiredValue(server)), FunctionKeys.Read(arguments.GetRequiredValue(keys)));
        var id = await runs.StartAsync(new(arguments.GetRequiredValue(source), location, words), ct);
        var run = await Progress.FollowAsync(runs, id, ct);

        Summary.Print(run, await runs.RejectsAsync(id, Summary.RejectsShown, ct));
        return run.Succeeded ? Exit.Loaded : Exit.Failed;
    }
    catch (OperationCanceledException) when (ct.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("eng/load: no longer watching; a run that was started goes on in the host");
        return Exit.NotBegun;
    }
    catch (CommandException e)
    {
        await Console.Error.WriteLineAsync($"eng/load: {e.Message}");
        return Exit.NotBegun;
    }
});

var parsed = load.Parse(args);
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync();

foreach (var error in parsed.Errors)
    await Console.Error.WriteLineAsync($"eng/load: {error.Message} (see eng/load --help)");
return Exit.NotBegun;
