using Asan.Runtime.Host.Invocation;

namespace Asan.Runtime.Host.Timers;

/// <summary>A function on a schedule.</summary>
sealed record TimerFunction(ServedFunction Function, Schedule Schedule, bool IsMonitored, bool RunsOnStartup, FunctionRetry Retry)
{
    public string Name => Function.Name;
}
