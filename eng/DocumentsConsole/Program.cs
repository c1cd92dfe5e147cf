using System.CommandLine;
using Asan.DocumentsConsole;
using Asan.DocumentsConsole.Ingest;
using Asan.DocumentsConsole.Search;

var console = new RootCommand("The console behind eng/ingest and eng/search, which say what the options mean.") { IngestCommand.Create(), SearchCommand.Create() };

// What is looked for may begin with @, which names no file of further words.
var parsed = console.Parse(args, new() { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync();

var command = $"eng/{parsed.CommandResult.Command.Name}";
foreach (var error in parsed.Errors)
    await Console.Error.WriteLineAsync($"{command}: {Screen.Line(error.Message)} (see {command} --help)");
return Exit.NotBegun;
