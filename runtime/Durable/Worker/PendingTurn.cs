using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Worker;

/// <summary>A turn that ran and waits for its commit.</summary>
sealed record PendingTurn(HeldInstance Instance, TurnCommit Commit);
