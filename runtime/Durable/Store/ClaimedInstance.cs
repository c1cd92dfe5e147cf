using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Store;

/// <summary>An instance whose lease this worker holds, as it stood when it was claimed.</summary>
/// <param name="FirstTurn">The first turn of this generation's history.</param>
/// <param name="Turn">The last turn committed.</param>
/// <param name="Epoch">Fences every write of this claim.</param>
/// <param name="LastTicks">When it was last written: its time never runs back.</param>
/// <param name="LostClaims">Claims at this very turn before this one whose worker died or lost its lease.</param>
/// <param name="Unreadable">Set where its row names a parent that cannot be read: it comes with its mail and fails the instance, and no other.</param>
sealed record ClaimedInstance(
    InstanceIdentity Identity, bool IsOver, int FirstTurn, int Turn, int Epoch, long LastTicks, int LostClaims = 0, HistoryEvent? Unreadable = null)
{
    /// <summary>True when it may be what kills its workers: it is run apart from others of which the same is feared, so that they do not count its deaths.</summary>
    public bool IsSuspect => LostClaims >= 2;
}
