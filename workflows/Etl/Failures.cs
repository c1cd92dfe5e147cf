using Asan.Runtime.Blobs;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Workflows.Etl;

/// <summary>Reads the failure of a step: may it pass by itself, and what is it in a sentence?</summary>
static class Failures
{
    static readonly string Postgres = typeof(PostgresException).FullName!;
    static readonly string Connection = typeof(NpgsqlException).FullName!;
    static readonly string Store = typeof(BlobFailedException).FullName!;

    /// <summary>A fault of the database, of the blob store, or of the way to them. A refusal of the input is none, nor is a statement that is wrong.</summary>
    public static bool IsTransient(TaskFailureDetails failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerFailure)
            if (cause.ErrorType == Postgres)
                return IsTransient(SqlState(cause));
            else if (cause.ErrorType == Connection || cause.ErrorType == Store)
                return true;

        return false;
    }

    /// <summary>What went wrong, in one sentence for the person who has to mend it: no stack, and no value of a row.</summary>
    public static string Describe(string step, TaskFailureDetails failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerFailure)
            if (cause.ErrorType == typeof(LoadRefusedException).FullName)
                return cause.ErrorMessage;
            else if (cause.ErrorType == Postgres)
                return $"{step} failed in the database: {Told(cause)}.";
            else if (cause.ErrorType == Connection)
                return $"{step} failed: the database could not be reached, or did not answer in time.";

        return $"{step} failed: {FirstLine(failure.ErrorMessage).TrimEnd('.')}.";
    }

    static bool IsTransient(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal) || sqlState.StartsWith("57P0", StringComparison.Ordinal) || sqlState
            is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.TooManyConnections;

    // Npgsql's message is 'SQLSTATE: text' and, behind an empty line, details that may quote a row. The text of class 22 and 23 may too.
    static string Told(TaskFailureDetails cause) => SqlState(cause) is var state && state.StartsWith("22", StringComparison.Ordinal)
        ? $"{state}, a value that does not fit"
        : state.StartsWith("23", StringComparison.Ordinal) ? $"{state}, a row that breaks a constraint" : FirstLine(cause.ErrorMessage);

    static string SqlState(TaskFailureDetails cause) => cause.ErrorMessage.Length >= 5 ? cause.ErrorMessage[..5] : "";

    static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
