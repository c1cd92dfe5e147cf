using System.ComponentModel.DataAnnotations;

namespace Asan.Runtime.Durable;

/// <summary>Where the engine keeps its state, and how it shares the work.</summary>
public sealed class DurableEngineOptions
{
    /// <summary>The PostgreSQL database that holds the <c>durable</c> schema: the primary, never a standby.</summary>
    [Required(ErrorMessage = "ConnectionString names no database; the embedded host takes it from Postgres:ConnectionString.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Instances of different hubs do not see each other: tenants and test runs share a server.</summary>
    [Required, StringLength(48, MinimumLength = 1)]
    public string TaskHub { get; set; } = "asan";

    /// <summary>How long a silent worker keeps what it holds. Renewed at a third of it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The safety net under the notifications: how long new work may go unseen when one is lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often everything is looked through, whatever its age: late rows, and work of workers that died.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Instances held at a time; the rest waits in the database.</summary>
    [Range(1, 1_000_000)]
    public int MaximumHeldInstances { get; set; } = 2_000;

    /// <summary>Executions kept in memory after their lease was given back, so that the next message needs no replay.</summary>
    [Range(0, 1_000_000)]
    public int CachedExecutions { get; set; } = 1_000;

    /// <summary>Runs of one activity that end with its worker dying before it is failed for good.</summary>
    [Range(1, 1_000)]
    public int MaximumActivityAttempts { get; set; } = 10;

    /// <summary>Claims of an instance at one and the same turn that end with their worker dying before the instance is failed for good.</summary>
    [Range(1, 1_000)]
    public int MaximumTurnAttempts { get; set; } = 10;

    /// <summary>How long completed instances are kept after their end; null: until somebody purges them.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? KeepCompleted { get; set; }

    /// <summary>How long failed and terminated instances are kept after their end; null: until somebody purges them.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? KeepFailed { get; set; }

    /// <summary>How often a worker looks for what has been kept long enough.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A larger input, output, result or event payload (bytes of UTF-8) is stored in a row of its own, packed, and read only where it is needed.</summary>
    [Range(64, 1 << 30)]
    public int LargePayloadThreshold { get; set; } = 256 * 1024;

    /// <summary>A larger one (bytes of UTF-8) is refused: a start or an event throws, an activity or an orchestration fails with the reason.</summary>
    [Range(64, 1 << 28)]
    public int MaximumPayload { get; set; } = 10 * 1024 * 1024;

    /// <summary>How long a stopping worker lets its activities finish before it gives them back.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For tests: forget every execution after its turn, so that each turn replays the history from the database.</summary>
    internal bool ForceReplay { get; set; }
}
