using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Etl.Batches;

/// <summary>What is said of batches; numbers 2101 to 2199. Folders are not named: hospitals may name them after anything.</summary>
static partial class Log
{
    [LoggerMessage(2101, LogLevel.Information, "A complete batch is loaded as run {RunId}")]
    public static partial void BatchLoads(this ILogger logger, string runId);

    [LoggerMessage(2102, LogLevel.Information, "A complete batch waits to be loaded as run {RunId}: run {Busy} has not ended")]
    public static partial void BatchWaits(this ILogger logger, string runId, string busy);
}
