namespace Asan.Runtime.Durable.Store;

/// <summary>One look at the inbox.</summary>
/// <param name="Now">The database's time of the look.</param>
/// <param name="UntilNext">How long until the next message becomes visible; null when none waits.</param>
sealed record InboxPage(DateTime Now, TimeSpan? UntilNext, IReadOnlyList<InboxPlace> Places);
