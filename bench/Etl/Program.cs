using System.CommandLine;
using System.Globalization;
using Asan.Bench;
using Asan.Bench.Etl;

// Figures are read by people and by scripts: the same everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var patients = new Option<int>("--patients") { Description = "Synthetic patients to load.", HelpName = "P", DefaultValueFactory = _ => 5_000 };
var growth = new Option<bool>("--growth")
{
    Description = "Load a tenth of P and P instead (1,000 and 10,000 unless P is given), and print the exponent of growth.",
};
var rounds = new Option<int>("--rounds")
{
    Description = "How often each side is measured, in turns; the best counts.",
    HelpName = "R",
    DefaultValueFactory = _ => 3,
};
var command = new RootCommand("LoadCdm, run by a host of its own, beside the least that any load must do, on the same server. One figure a line.")
{
    patients, growth, rounds,
};
command.SetAction(async (parsed, ct) =>
{
    try
    {
        await using var server = Server.FromEnvironment("etl");
        var comparison = new Comparison(server, new Sources());
        var (count, times) = (parsed.GetValue(patients), parsed.GetValue(rounds));
        if (!parsed.GetValue(growth))
            await comparison.CompareAsync(count, times, ct);
        else if (parsed.GetResult(patients) is { Implicit: false })
            await comparison.GrowAsync(Math.Max(1, count / 10), count, times, ct);
        else
            await comparison.GrowAsync(1_000, 10_000, times, ct);
        return 0;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench etl: {e.Message}");
        return 1;
    }
});
patients.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
        result.AddError("--patients: give a number from 1 to 1,000,000.");
});
rounds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 100)
        result.AddError("--rounds: give a number from 1 to 100.");
});
return await command.Parse(args).InvokeAsync();
