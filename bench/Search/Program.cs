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
var command = new RootCommand("Searches of 20 terms over chunks of 280, with documents being replaced and segments merged meanwhile. One figure a line.")
{
    chunks, seconds, cache, publications,
};
chunks.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1_000 or > 10_000_000)
        result.AddError("--chunks: give a number from 1,000 to 10,000,000.");
});
command.SetAction(async (parsed, ct) =>
{
    try
    {
        var server = Environment.GetEnvironmentVariable("ASAN_TEST_POSTGRES")
            ?? throw new BenchFailedException("ASAN_TEST_POSTGRES names no server where databases may be made; eng/bench sets it");
        var count = parsed.GetValue(chunks);
        var corpus = new Corpus(server, count);
        await using var db = await corpus.OpenAsync(ct);
        Console.WriteLine($"{"machine",-24} {Environment.ProcessorCount + " cores",12}  load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before");
        using var measurement = new Measurement(
            corpus, db, new SearchOptions { CacheMegabytes = parsed.GetValue(cache) }, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(publications));
        await measurement.RunAsync(count, count <= 100_000 ? (50, 100) : (120, 250), ct);
        return 0;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench search: {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
