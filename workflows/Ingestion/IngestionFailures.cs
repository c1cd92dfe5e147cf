using Asan.Runtime.Blobs;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Workflows.Ingestion;

/// <summary>What stopped an ingestion for good, in a sentence that tells nothing of the document.</summary>
static class IngestionFailures
{
    public static string Describe(TaskFailureDetails failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerFailure)
            if (cause.ErrorType == typeof(PostgresException).FullName || cause.ErrorType == typeof(NpgsqlException).FullName)
                return "The database could not take the document, several times over. Hand it in again when the database is well.";
            else if (cause.ErrorType == typeof(BlobFailedException).FullName || cause.ErrorType == typeof(IOException).FullName)
                return "The file could not be read from its store, or no parser could be started, several times over. Hand it in again later.";

        return $"The document could not be ingested ({failure.ErrorType}). It was tried several times; the log has the places.";
    }
}
