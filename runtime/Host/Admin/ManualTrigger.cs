namespace Asan.Runtime.Host.Admin;

/// <summary>How a function that something else than HTTP triggers is called by hand. Whatever serves such functions registers one for each.</summary>
/// <param name="RunAsync">With the input that the caller gave; ends when the function has, and throws what it throws.</param>
sealed record ManualTrigger(string Function, Func<string?, CancellationToken, Task> RunAsync);
