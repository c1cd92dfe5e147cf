namespace Asan.Workflows.Etl.Runs;

/// <summary>What became of a load that somebody asked for.</summary>
public abstract record RunStarted
{
    /// <summary>It is taken, now or when the same key was sent before: this run is the answer.</summary>
    public sealed record Taken(string Id) : RunStarted;

    /// <summary>Another load is not finished.</summary>
    public sealed record Busy(string Id) : RunStarted;

    /// <summary>The key was sent before with another request.</summary>
    public sealed record KeyReused(string Id) : RunStarted;
}
