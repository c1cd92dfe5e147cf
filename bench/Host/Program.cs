using System.CommandLine;
using System.Globalization;
using Asan.Bench;
using Asan.Bench.Host;

// Figures are read by people and by scripts: the same everywhere.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var seconds = new Option<int>("--seconds") { Description = "How long a side is asked in a round.", HelpName = "S", DefaultValueFactory = _ => 5 };
var rounds = new Option<int>("--rounds") { Description = "How often each side is asked, in turns; medians are compared.", HelpName = "R", DefaultValueFactory = _ => 7 };
var connections = new Option<int>("--connections") { Description = "Requests under way at a time, one a connection.", HelpName = "N", DefaultValueFactory = _ => 32 };
var serve = new Option<string>("--serve") { Hidden = true };
var command = new RootCommand("An empty HTTP function beside a bare minimal-API endpoint, and starts of orchestrations (202). One figure a line.")
{
    seconds, rounds, connections, serve,
};
foreach (var (option, most) in new[] { (seconds, 3_600), (rounds, 100), (connections, 1_000) })
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var given && (given < 1 || given > most))
            result.AddError($"{option.Name}: give a number from 1 to {most:N0}.");
    });
command.SetAction(async (parsed, ct) =>
{
    try
    {
        if (parsed.GetValue(serve) is { } side)
        {
            await Served.RunAsync(side, ct);
            return 0;
        }

        await using var server = Server.FromEnvironment("host");
        var comparison = new Comparison(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(connections));
        await comparison.RunAsync(await server.CreateAsync("durable", ct), ct);
        return 0;
    }
    catch (BenchFailedException e)
    {
        Console.Error.WriteLine($"bench host: {e.Message}");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
