using System.CommandLine;
using System.Globalization;
using Asan.Bench;
using Asan.Bench.Search;
using Asan.Workflows.Search;

// Figures are read by people and by scripts: the same everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var chunks = new Option<int>("--chunks") { Description = "Chunks in the index. Made once, and kept in a database of their own.", HelpName = "N", DefaultValueFactory = _ => 100_000 };
var seconds = new Option<int>("--seconds") { Description = "How long each of the four measurements takes.", HelpName = "S", DefaultValueFactory = _ => 20 };
var cache = new Option<long>("--cache") { Description = "Postings kept in memory, in MB.", HelpName = "MB", DefaultValueFactory = _ => new SearchOptions().CacheMegabytes };
var publications = new Option<double>("--publications") { Description = "Documents replaced in a second meanwhile.", HelpName = "P", DefaultValueFactory = _ => 10 };
var forget = new Option<bool>("--forget") { Description = "Drop the databases of chunks that earlier runs made, and measure nothing." };
var command = new RootCommand("Searches of 20 terms over chunks of 280, with documents being replaced and segments merged meanwhile. One figure a line.")
{
    chunks, seconds, cache, publications, forget,
};
chunks.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1_000 or > 10_000_000)
        result.AddError("--chunks: give a number from 1,000 to 10,000,000.");
});
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 3_600)
        result.AddError("--seconds: give a number from 1 to 3,600.");
});
cache.Validators.Add(result =>
{
    if (result.GetValueOrDefault<long>() is < 1 or > 1 << 20)
        result.AddError("--cache: give a number of megabytes, from 1.");
});
publications.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1_000))
        result.AddError("--publications: give a number from 0 to 1,000.");
});
command.SetAction(async (parsed, ct) =>
{
    try
    {
        await using var database = await CorpusDatabase.ConnectAsync(ct);
        if (parsed.GetValue(forget))
        {
            await database.ForgetAsync(kept: true, ct);
            await database.ForgetAsync(kept: false, ct);
            return 0;
        }

        var corpus = new Corpus(parsed.GetValue(chunks));
        await using var db = await database.OpenAsync(corpus, ct);
        Console.WriteLine($"{"machine",-24} {Environment.ProcessorCount + " cores",12}  load average {LoadAverage()} before");
        using var measurement = new Measurement(
            corpus, db, new SearchOptions { CacheMegabytes = parsed.GetValue(cache) }, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(publications));
        await measurement.RunAsync(ct);
        Console.WriteLine($"{"machine",-24} {"",12}  load average {LoadAverage()} after, this run's own work in it");
        return 0;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench search: {e.Message}");
        return 1;
    }
    catch (OperationCanceledException) when (ct.IsCancellationRequested)
    {
        return 130;
    }
});
// A corpus that is half made is dropped before this ends.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });

static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
