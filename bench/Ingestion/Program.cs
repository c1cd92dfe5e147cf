using System.CommandLine;
using System.Globalization;
using Asan.Bench;
using Asan.Bench.Ingestion;

// Figures are read by people and by scripts: the same everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var documents = new Option<int>("--documents") { Description = "How many documents are posted for the throughput.", HelpName = "N", DefaultValueFactory = _ => 300 };
var pages = new Option<int>("--pages") { Description = "How long each of them is, in pages of 700 letters.", HelpName = "N", DefaultValueFactory = _ => 20 };
var megabytes = new Option<int>("--megabytes") { Description = "How long the long text is.", HelpName = "MB", DefaultValueFactory = _ => 200 };
var rows = new Option<int>("--rows") { Description = "How long the long table is.", HelpName = "N", DefaultValueFactory = _ => 100_000 };
var command = new RootCommand("Documents from their post to where searchers see them, with two parsers; then a long text and a long table, with the host's memory. One figure a line.")
{
    documents, pages, megabytes, rows,
};
foreach (var (option, most) in new[] { (documents, 100_000), (pages, 1_000), (megabytes, 200), (rows, 10_000_000) })
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var given && (given < 0 || given > most))
            result.AddError($"{option.Name}: give a number from 0 to {most:N0}; 0 leaves it out.");
    });
command.SetAction(async (parsed, ct) =>
{
    try
    {
        await using var server = Server.FromEnvironment("ingestion");
        Console.WriteLine($"{"machine",-28} {Environment.ProcessorCount + " cores",14}  load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before");
        if (parsed.GetValue(documents) is var count and > 0)
            await Throughput.MeasureAsync(server, count, parsed.GetValue(pages), ct);
        if (parsed.GetValue(megabytes) is var long_ and > 0)
            await LongFile.MeasureAsync(server, $"a text of {long_} MB", "long.txt", stream => Making.Text(stream, (long)long_ << 20), ct);
        if (parsed.GetValue(rows) is var count2 and > 0)
            await LongFile.MeasureAsync(server, $"a CSV of {count2:N0} rows", "long.csv", stream => Making.Csv(stream, count2), ct);
        return 0;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench ingestion: {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
