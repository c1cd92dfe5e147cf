using System.Text.Json;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Asan.Runtime.Durable.Store;

/// <summary>Which faults of the database pass by themselves, and the one policy that waits for them to pass.</summary>
static class Transience
{
    const string IdleInTransactionTimeout = "25P03";
    const string TransactionTimeout = "25P04";

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
    /// The values themselves are refused (22, 23, 54, and what the client refuses to send): it is no use to send them again, while anything else that
    /// does not pass by itself is a fault of the installation and not of what was sent.
    /// </summary>
    public static bool IsRefusal(Exception error) => error is PostgresException postgres
        ? postgres.SqlState[..2] is "22" or "23" or "54"
        : error is InvalidCastException or ArgumentException or JsonException;

    /// <summary>
    /// Connection lost, server restarting, full or in trouble with its machine (53, 58), serialization failure, deadlock, lock not available, a
    /// statement that took too long; and a primary that is one no longer, or is closed to writes for now.
    /// </summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException postgres => postgres.SqlState is
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or IdleInTransactionTimeout or TransactionTimeout or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction
            || postgres.SqlState.StartsWith("57", StringComparison.Ordinal) && postgres.SqlState != PostgresErrorCodes.DatabaseDropped
            || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("53", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("58", StringComparison.Ordinal),
        // Of several hosts none may be the primary for a moment: that is told with no cause, or with one for each host.
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is null or IOException or TimeoutException or System.Net.Sockets.SocketException
            || npgsql.InnerException is AggregateException all && all.InnerExceptions.Any(IsTransient),
        System.Net.Sockets.SocketException or IOException => true,
        TimeoutException => true,
        _ => false,
    };
}
