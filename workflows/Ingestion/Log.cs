using Microsoft.Extensions.Logging;

namespace Asan.Workflows.Ingestion;

static partial class Log
{
    [LoggerMessage(1401, LogLevel.Information, "Upload {Upload}: {Chunks} chunks of {Format} published, {Warnings} warnings")]
    public static partial void UploadPublished(this ILogger logger, Guid upload, int chunks, string format, int warnings);

    [LoggerMessage(1402, LogLevel.Warning, "Upload {Upload} failed: {Code}")]
    public static partial void UploadFailed(this ILogger logger, Guid upload, string code);

    [LoggerMessage(1403, LogLevel.Warning, "A parser ended: {Reason} after {Documents} files, exit code {Code}. {Told}")]
    public static partial void ParserEnded(this ILogger logger, string reason, int documents, int? code, string told);

    [LoggerMessage(1404, LogLevel.Warning, "Parsers are not kept from the network: this system lets nobody take it from them")]
    public static partial void ParsersHaveNetwork(this ILogger logger);

    [LoggerMessage(1405, LogLevel.Information, "Uploads that nobody worked at: {Begun} begun again, {Removed} files of deleted documents taken up, {Forgotten} that never came forgotten")]
    public static partial void UploadsFinished(this ILogger logger, int begun, int removed, int forgotten);

    [LoggerMessage(1406, LogLevel.Information, "{Documents} documents that an older release cut into chunks are read again")]
    public static partial void DocumentsRecut(this ILogger logger, int documents);

    [LoggerMessage(1407, LogLevel.Warning, "{Files} dropped files that no trigger had brought in were taken")]
    public static partial void LostDropsTaken(this ILogger logger, int files);
}
