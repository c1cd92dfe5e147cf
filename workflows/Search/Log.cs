using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Search;

static partial class Log
{
    [LoggerMessage(1301, LogLevel.Information, "Merged {Segments} segments of {Chunks} chunks; {Dead} dead versions left out")]
    public static partial void Merged(this ILogger logger, int segments, long chunks, int dead);
}
