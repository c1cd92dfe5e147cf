using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Durable;

/// <summary>Event ids 1000-1099. Ids, counts and durations; never a payload.</summary>
static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Listening for work of hub {TaskHub}")]
    public static partial void Listening(this ILogger logger, string taskHub);

    [LoggerMessage(1001, LogLevel.Warning, "{InstanceId}: turn {Turn} was not committed, another worker has the instance")]
    public static partial void LeaseLost(this ILogger logger, string instanceId, int turn);

    [LoggerMessage(1002, LogLevel.Error, "{InstanceId}: the database refuses what its turn would write; the instance fails")]
    public static partial void TurnRefused(this ILogger logger, string instanceId, Exception error);

    [LoggerMessage(1003, LogLevel.Debug, "{InstanceId} ended {Status}")]
    public static partial void InstanceEnded(this ILogger logger, string instanceId, OrchestrationRuntimeStatus status);

    [LoggerMessage(1004, LogLevel.Debug, "{InstanceId}: {Count} messages for an execution that is over were dropped")]
    public static partial void StaleMessagesDropped(this ILogger logger, string instanceId, int count);

    [LoggerMessage(1005, LogLevel.Debug, "Messages for {Count} ended instances were dropped")]
    public static partial void MessagesForEndedDropped(this ILogger logger, int count);

    [LoggerMessage(1006, LogLevel.Information, "{Activity} of {InstanceId} (#{TaskId}) failed with {Error}")]
    public static partial void ActivityFailed(this ILogger logger, string activity, string instanceId, int taskId, Type error);

    [LoggerMessage(1007, LogLevel.Warning, "{Count} activities did not end in time and were given back")]
    public static partial void ActivitiesAbandoned(this ILogger logger, int count);

    [LoggerMessage(1008, LogLevel.Warning, "Activities were still running when the time to drain was up")]
    public static partial void DrainTimedOut(this ILogger logger);

    [LoggerMessage(1009, LogLevel.Warning, "The leases could not be given back; they run out by themselves")]
    public static partial void LeasesLeftToExpire(this ILogger logger, Exception error);

    [LoggerMessage(1010, LogLevel.Critical, "A loop of the engine ended; the host stops")]
    public static partial void LoopFailed(this ILogger logger, Exception error);

    [LoggerMessage(1011, LogLevel.Error, "{InstanceId}: its turn cannot be run; the instance fails")]
    public static partial void TurnImpossible(this ILogger logger, string instanceId, Exception error);

    [LoggerMessage(1012, LogLevel.Warning, "{Activity} of {InstanceId} (#{TaskId}) failed, and the properties of its exception could not be written")]
    public static partial void PropertiesLost(this ILogger logger, string activity, string instanceId, int taskId, Exception error);

    [LoggerMessage(1013, LogLevel.Warning, "{InstanceId} is left to a newer worker: {Reason}")]
    public static partial void LeftToNewerWorker(this ILogger logger, string instanceId, string reason);

    [LoggerMessage(1014, LogLevel.Error, "{InstanceId}: turn {Turn} was begun {Attempts} times and its worker died each time; the instance fails")]
    public static partial void TurnAttemptsExhausted(this ILogger logger, string instanceId, int turn, int attempts);

    [LoggerMessage(1015, LogLevel.Information, "{Count} instances that ended more than {Age} ago were forgotten")]
    public static partial void Forgotten(this ILogger logger, int count, TimeSpan age);
}
