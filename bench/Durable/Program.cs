using System.CommandLine;
using System.Globalization;
using Asan.Bench;
using Asan.Bench.Durable;

// Figures are read by people and by scripts: the same everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var cases = new Option<string[]>("--cases")
{
    Description = $"Only these: {string.Join(", ", Case.All.Select(c => c.Name))}, held.",
    HelpName = "CASE",
    AllowMultipleArgumentsPerToken = true,
};
var size = new Option<int>("--n") { Description = "Steps, workflows or children of a run.", HelpName = "N", DefaultValueFactory = _ => 1_000 };
var rounds = new Option<int>("--rounds") { Description = "How often each side runs each case, in turns; medians are compared.", HelpName = "R", DefaultValueFactory = _ => 5 };
var held = new Option<int>("--held") { Description = "Seconds for which a transaction is held open elsewhere.", HelpName = "S", DefaultValueFactory = _ => 60 };
var worker = new Option<string>("--worker") { Hidden = true };
var command = new RootCommand("The durable engine beside DBOS and beside the bare commits it cannot do without, on the same server. One figure a line.")
{
    cases, size, rounds, held, worker,
};
foreach (var (option, most) in new[] { (size, 100_000), (rounds, 100), (held, 3_600) })
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var given && (given < 1 || given > most))
            result.AddError($"{option.Name}: give a number from 1 to {most:N0}.");
    });
cases.Validators.Add(result =>
{
    foreach (var name in result.GetValueOrDefault<string[]>() ?? [])
        if (name != "held" && Case.All.All(c => c.Name != name))
            result.AddError($"--cases: there is no case '{name}'.");
});
command.SetAction(async (parsed, ct) =>
{
    try
    {
        if (parsed.GetValue(worker) is { } database)
        {
            await Worker.RunAsync(database, ct);
            return 0;
        }

        await using var server = Server.FromEnvironment("durable");
        var chosen = parsed.GetValue(cases) is { Length: > 0 } names ? names : [.. Case.All.Select(c => c.Name), "held"];
        var compared = Case.All.Where(c => chosen.Contains(c.Name)).ToArray();
        if (compared.Length > 0)
            await new Comparison(server).RunAsync(compared, parsed.GetValue(size), parsed.GetValue(rounds), ct);
        return !chosen.Contains("held") || await new HeldTransaction(server).RunAsync(TimeSpan.FromSeconds(parsed.GetValue(held)), ct) ? 0 : 1;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench durable: {e.Message}");
        return 2;
    }
});
return await command.Parse(args).InvokeAsync();
