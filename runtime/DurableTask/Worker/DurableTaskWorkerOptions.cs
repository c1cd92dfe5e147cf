using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>What a worker is told once: how it stores values, how much it runs at a time, and which versions.</summary>
public class DurableTaskWorkerOptions
{
    DataConverter? dataConverter;

    /// <summary>Which instances a worker takes, by their version.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>Every instance.</summary>
        None = 0,

        /// <summary>Instances of the worker's very version.</summary>
        Strict = 1,

        /// <summary>Instances of the worker's version or an older one.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an instance whose version does not match.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It is left to another worker.</summary>
        Reject = 0,

        /// <summary>It fails.</summary>
        Fail = 1,
    }

    /// <summary>JSON unless set; setting null goes back to that.</summary>
    [AllowNull]
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    public bool EnableEntitySupport { get; set; }

    /// <summary>The longest single timer; a longer wait is a chain of these.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Null runs instances of every version.</summary>
    public VersioningOptions? Versioning { get; set; }

    public bool IsVersioningSet => Versioning is not null;

    public LoggingOptions Logging { get; } = new();

    internal bool HasDataConverter => dataConverter is not null;

    /// <summary>Gives what was set here to options of a derived type.</summary>
    internal void ApplyTo(DurableTaskWorkerOptions other)
    {
        other.dataConverter = dataConverter;
        other.EnableEntitySupport = EnableEntitySupport;
        other.MaximumTimerInterval = MaximumTimerInterval;
        other.Versioning = Versioning;
        other.Logging.UseLegacyCategories = Logging.UseLegacyCategories;
    }

    /// <summary>How much a worker runs at a time.</summary>
    public class ConcurrencyOptions
    {
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        public int MaximumConcurrentEntityWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }

    /// <summary>A worker's version and what it does with instances of others.</summary>
    public class VersioningOptions
    {
        public string Version { get; set; } = "";

        /// <summary>The version of sub-orchestrations that name none.</summary>
        public string DefaultVersion { get; set; } = "";

        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }

    /// <summary>Under which category names a worker logs.</summary>
    public class LoggingOptions
    {
        /// <summary>Whether the one category <c>Microsoft.DurableTask.Worker</c> is written as well as the finer ones.</summary>
        public bool UseLegacyCategories { get; set; } = true;
    }
}
