using Asan.Runtime.Durable.Orchestrations;

namespace Asan.Runtime.Durable.Store;

/// <summary>An instance whose lease this worker holds, as it stood when it was claimed.</summary>
/// <param name="FirstTurn">The first turn of this generation's history.</param>
/// <param name="Turn">The last turn committed.</param>
/// <param name="Epoch">Fences every write of this claim.</param>
/// <param name="LastTicks">When it was last written: its time never runs back.</param>
/// <param name="LostClaims">Claims at this very turn before this one whose worker died or lost its lease.</param>
sealed record ClaimedInstance(InstanceIdentity Identity, bool IsOver, int FirstTurn, int Turn, int Epoch, long LastTicks, int LostClaims = 0)
{
    /// <summary>True when it may be what kills its workers: it is run apart from others of which the same is feared, so that they do not count its deaths.</summary>
    public bool IsSuspect => LostClaims >= 2;
}
