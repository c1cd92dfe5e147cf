using System.Globalization;
using Spectre.Console;

namespace Asan.Load;

/// <summary>Shows a run's steps while it goes on: redrawn in place on a terminal, a line for each step done elsewhere.</summary>
static class Progress
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(300);

    public static Task<Run> FollowAsync(RunClient runs, string id, CancellationToken ct) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? OnTerminalAsync(runs, id, ct) : InLinesAsync(runs, id, ct);

    static Task<Run> OnTerminalAsync(RunClient runs, string id, CancellationToken ct) =>
        AnsiConsole.Live(new Text("Loading...")).AutoClear(true).StartAsync(async live =>
        {
            var run = await runs.GetAsync(id, ct);
            for (; !run.Ended; run = await runs.GetAsync(id, ct))
            {
                if (run.Steps.Count > 0)
                    live.UpdateTarget(Picture(run)); // an empty grid cannot be drawn
                await Task.Delay(BetweenLooks, ct);
            }
            return run;
        });

    static async Task<Run> InLinesAsync(RunClient runs, string id, CancellationToken ct)
    {
        var told = new HashSet<int>();
        while (true)
        {
            var run = await runs.GetAsync(id, ct);
            foreach (var step in run.Steps.Where(step => step.Ended && told.Add(step.Number)).OrderBy(step => step.Number))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Number,2} {step.Name,-26} {step.Seconds,7:0.0} s"));
            if (run.Ended)
                return run;
            await Task.Delay(BetweenLooks, ct);
        }
    }

    static Rows Picture(Run run)
    {
        var grid = new Grid().AddColumns(4);
        foreach (var step in run.Steps)
            grid.AddRow(
                new Markup(Mark(step)),
                new Text(step.Number.ToString(CultureInfo.InvariantCulture)),
                new Text(step.Name),
                new Text(Elapsed(step) is { } seconds ? seconds.ToString("0.0 s", CultureInfo.InvariantCulture) : ""));
        return new(new Text("Loading..."), grid);
    }

    static string Mark(Step step) => step switch
    {
        { Status: "Succeeded" } => "[green]done[/]",
        { Status: "Failed" } => "[red]failed[/]",
        { Status: "Running" } => "[yellow]now[/]",
        _ => "[grey]...[/]",
    };

    static double? Elapsed(Step step) =>
        step.Seconds ?? (step.StartedAt is { } started ? Math.Max(0, (TimeProvider.System.GetUtcNow() - started).TotalSeconds) : null);
}
