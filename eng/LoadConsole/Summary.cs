using System.Globalization;

namespace Asan.Load;

/// <summary>What a run did: rows per table with a bar each, seconds per step, rejects with their reasons.</summary>
static class Summary
{
    public const int RejectsShown = 10;

    const int BarWidth = 30;

    public static void Print(Run run, IReadOnlyList<Reject> rejects)
    {
        if (!Console.IsOutputRedirected)
            PrintSteps(run);
        Console.WriteLine();
        PrintTables(run);
        PrintNotices(run);
        PrintRejects(run, rejects);

        Console.WriteLine(run.Succeeded
            ? string.Create(CultureInfo.InvariantCulture, $"Loaded in {Seconds(run):0.0} s (run {run.Id}).")
            : $"Not loaded: {run.Reason.TrimEnd('.')}. The CDM is as it was before (run {run.Id}).");
    }

    static void PrintSteps(Run run)
    {
        foreach (var step in run.Steps.Where(step => step.Ended))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Number,2} {step.Name,-26} {step.Seconds,7:0.0} s"));
    }

    static void PrintTables(Run run)
    {
        PrintTables("source file", run.Steps.Where(step => step.Number == 1));
        PrintTables("vocabulary", run.Steps.Where(step => step.Number == 2));
        PrintTables("CDM table", run.Steps.Where(step => step.Number > 2));
    }

    static void PrintTables(string heading, IEnumerable<Step> steps)
    {
        var tables = steps.SelectMany(step => step.Tables ?? []).Where(rows => rows.Read + rows.Written > 0).ToArray();
        if (tables.Length == 0)
            return;

        var most = tables.Max(rows => rows.Written);
        Console.WriteLine($"{heading,-24}{"read",11}{"written",11}{"rejected",10}");
        foreach (var rows in tables)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{rows.Table,-24}{rows.Read,11:N0}{rows.Written,11:N0}{rows.Rejected,10:N0}  {Bar(rows.Written, most)}"));
        Console.WriteLine();
    }

    static void PrintNotices(Run run)
    {
        var notices = run.Steps.SelectMany(step => step.Notices ?? []).ToArray();
        foreach (var notice in notices)
            Console.WriteLine($"Note: {notice}");
        if (notices.Length > 0)
            Console.WriteLine();
    }

    static void PrintRejects(Run run, IReadOnlyList<Reject> rejects)
    {
        if (run.Rejected == 0)
            return;

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Rejected:N0} rows rejected:"));
        foreach (var reject in rejects)
            Console.WriteLine($"  {reject.File}:{reject.Line} {reject.Column} {reject.Reason}");
        if (run.Rejected > rejects.Count)
            Console.WriteLine($"  ... all of them: GET /api/etl/runs/{run.Id}/rejects");
        Console.WriteLine();
    }

    // Eighths of a character, so that a small table is seen beside a large one.
    static string Bar(long rows, long most)
    {
        var eighths = (int)Math.Ceiling(8.0 * BarWidth * rows / Math.Max(1, most));
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[eighths % 8 - 1].ToString());
    }

    static double Seconds(Run run) => run is { StartedAt: { } started, FinishedAt: { } finished } ? (finished - started).TotalSeconds : 0;
}
