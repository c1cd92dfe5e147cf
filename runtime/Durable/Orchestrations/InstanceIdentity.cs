using Asan.Runtime.Durable.History;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>Which execution of which instance runs.</summary>
/// <param name="Key">The row in durable.instances.</param>
/// <param name="Generation">One per execution of the instance.</param>
sealed record InstanceIdentity(long Key, string InstanceId, int Generation, string Name, string? Version, ParentLink? Parent);
