using System.Globalization;

namespace Asan.Functions.Tests.Etl;

/// <summary>A run as its door shows it.</summary>
sealed record LoadRun(string Id, string Status, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, IReadOnlyList<LoadStep> Steps, string? Error)
{
    public bool Ended => Status is "Succeeded" or "Failed";

    public double Seconds => (FinishedAt - StartedAt)?.TotalSeconds ?? 0;

    public int StepsDone => Steps.Count(step => step.Status == "Succeeded");

    /// <summary>What was read, written and rejected, table by table: equal for equal loads.</summary>
    public IReadOnlyList<string> Counts =>
        [.. Steps.SelectMany(step => step.Tables.Select(rows => $"{step.Name} {rows}")).Order(StringComparer.Ordinal)];

    /// <summary>Where this load stood so many seconds after its start.</summary>
    public LoadMoment At(double seconds)
    {
        var ends = Steps.Select(step => (step.StartedAt - StartedAt)!.Value.TotalSeconds + step.Seconds!.Value).Where(end => end <= seconds).ToArray();
        return new(ends.Length, TimeSpan.FromSeconds(seconds - ends.Append(0).Max()));
    }
}

sealed record LoadStep(string Name, string Status, IReadOnlyList<LoadedTable> Tables, DateTimeOffset? StartedAt, double? Seconds);

sealed record LoadedTable(string Table, long Read, long Written, long Rejected);

/// <summary>A point in a load: so many steps done, and so long after the last of them.</summary>
sealed record LoadMoment(int StepsDone, TimeSpan Offset)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StepsDone} steps done, {Offset.TotalSeconds:0.00} s into the next");
}
