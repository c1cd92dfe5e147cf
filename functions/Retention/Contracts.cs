namespace Asan.Functions.Retention;

/// <summary>Forget what ended more than this many days ago.</summary>
public sealed record PurgeRequest(int OlderThanDays);

/// <summary>How a purge stands; the count is known when it has ended.</summary>
public sealed record PurgeStatus(string Id, string Status, int? Purged);
