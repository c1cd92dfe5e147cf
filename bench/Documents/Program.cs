using System.CommandLine;
using System.Globalization;
using Asan.Bench;
using Asan.Bench.Documents;

// Figures are read by people and by scripts: the same everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The process that is measured for its memory reads one file and nothing else.
if (args is [MemoryUse.Verb, var path])
    return MemoryUse.Report(path);
if (args is [PiecesMemory.Verb, var whole])
    return await PiecesMemory.ReportAsync(whole);

var samples = new Option<string>("--samples")
{
    Description = "The folder of sample documents; ../shared/data/documents beside the repository unless given.",
    HelpName = "FOLDER",
    DefaultValueFactory = _ => Samples.Folder(),
};
var times = new Option<int>("--times") { Description = "Timed readings of each file; the median counts.", HelpName = "N", DefaultValueFactory = _ => 15 };
var command = new RootCommand("Our reader of HWP and HWPX beside kordoc, on the same files, warm and on one thread; the memory it takes, and that of a host that has long text and CSV read in pieces. One figure a line.")
{
    samples, times,
};
times.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 1000)
        result.AddError("--times: give a number from 1 to 1,000.");
});
command.SetAction(async (parsed, ct) =>
{
    try
    {
        MemoryUse.Measure();
        PiecesMemory.Measure();
        await Comparison.RunAsync(parsed.GetValue(samples)!, parsed.GetValue(times), ct);
        return 0;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench documents: {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
