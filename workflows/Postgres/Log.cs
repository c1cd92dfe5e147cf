using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Postgres;

static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Applied {Count} migrations")]
    public static partial void Migrated(this ILogger logger, int count);
}
