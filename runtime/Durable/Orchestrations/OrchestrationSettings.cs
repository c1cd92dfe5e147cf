using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>What every execution on this worker shares.</summary>
sealed record OrchestrationSettings(
    DurableTaskRegistry Registry,
    IServiceProvider Services,
    DataConverter DataConverter,
    string DefaultVersion,
    TimeSpan MaximumTimerInterval,
    ILoggerFactory LoggerFactory)
{
    /// <summary>More than so many bytes no value may have.</summary>
    public int MaximumPayload { get; init; } = int.MaxValue;
}
