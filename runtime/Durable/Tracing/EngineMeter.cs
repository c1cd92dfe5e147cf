using System.Diagnostics.Metrics;
using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Tracing;

/// <summary>What the engine counts, under the names dashboards know. Never an instance's id, nor anything else of which there are many.</summary>
static class EngineMeter
{
    public const string Name = "Asan.Runtime.Durable";

    static readonly Meter Meter = new(Name);

    static readonly Counter<long> WorkflowsStarted = Meter.CreateCounter<long>("hdp_workflow_started_total");
    static readonly Counter<long> WorkflowsCompleted = Meter.CreateCounter<long>("hdp_workflow_completed_total");
    static readonly Histogram<double> WorkflowDuration = Meter.CreateHistogram<double>("hdp_workflow_duration_seconds", "s");
    static readonly Histogram<double> ActivityDuration = Meter.CreateHistogram<double>("hdp_activity_duration_seconds", "s");
    static readonly Histogram<double> TimerLag = Meter.CreateHistogram<double>("hdp_timer_due_lag_seconds", "s");
    static readonly Counter<long> LeasesExpired = Meter.CreateCounter<long>("hdp_lease_expired_total");
    static readonly Counter<long> ReplayMismatches = Meter.CreateCounter<long>("hdp_replay_mismatch_total");

    /// <summary>A client started an orchestration.</summary>
    public static void Started(string name) => WorkflowsStarted.Add(1, new KeyValuePair<string, object?>("name", name));

    /// <summary>An execution's last turn is committed; those that continue as new are counted by generation.</summary>
    public static void Ended(TurnCommit commit, DateTime? startedAt)
    {
        var name = new KeyValuePair<string, object?>("name", commit.Instance.Name);
        var status = new KeyValuePair<string, object?>("status", commit.IsRestart ? "ContinuedAsNew" : $"{commit.Status}");
        WorkflowsCompleted.Add(1, name, status);
        if (startedAt is { } began)
            WorkflowDuration.Record(TimeSpan.FromTicks(Math.Max(0, commit.AtTicks - began.Ticks)).TotalSeconds, name, status);
    }

    /// <summary>This worker ran an activity.</summary>
    public static void Ran(string name, TimeSpan time, bool failed) => ActivityDuration.Record(
        time.TotalSeconds, new KeyValuePair<string, object?>("name", name), new KeyValuePair<string, object?>("outcome", failed ? "failed" : "completed"));

    /// <summary>A timer's turn begins so long after it was due.</summary>
    public static void Fired(TimeSpan late) => TimerLag.Record(Math.Max(0, late.TotalSeconds));

    /// <summary>This worker's turn came after another had taken the instance.</summary>
    public static void LeaseExpired() => LeasesExpired.Add(1);

    public static void ReplayMismatched(string name) => ReplayMismatches.Add(1, new KeyValuePair<string, object?>("name", name));
}
