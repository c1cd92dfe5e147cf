using Npgsql;
using Polly;
using Polly.Retry;

namespace Asan.Runtime.Durable.Store;

/// <summary>Which faults of the database pass by themselves, and the one policy that waits for them to pass.</summary>
static class Transience
{
    /// <summary>Tries until it succeeds or is cancelled: a worker outlives its database's restarts.</summary>
    public static ResiliencePipeline Patience { get; } = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransient),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
        })
        .Build();

    /// <summary>Some tries, then the error: for a caller who waits.</summary>
    public static ResiliencePipeline Brief { get; } = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransient),
            MaxRetryAttempts = 6,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
        })
        .Build();

    /// <summary>
    /// Connection lost, server restarting, full or in trouble with its machine (53, 58), serialization failure, deadlock, lock not available, a
    /// statement that took too long; and a primary that is one no longer, or is closed to writes for now.
    /// </summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException postgres => postgres.SqlState is
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction
            || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("53", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("58", StringComparison.Ordinal),
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or TimeoutException or System.Net.Sockets.SocketException,
        TimeoutException => true,
        _ => false,
    };
}
