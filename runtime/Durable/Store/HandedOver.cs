namespace Asan.Runtime.Durable.Store;

/// <summary>A new instance that was created already leased to this worker, with the message that starts it.</summary>
sealed record HandedOver(ClaimedInstance Instance, InboxMessage Start);
