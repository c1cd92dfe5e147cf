using Asan.Doors;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>Hands files in, some at a time, and waits until each is read or was refused.</summary>
sealed class Ingestion(DocumentsClient documents, IngestOrder order)
{
    // Enough to keep the parsers of some hosts at work, few enough to be nobody's burden.
    const int AtOnce = 16;

    static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);

    static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <param name="tell">Hears what became of each file as soon as it is known, from any thread.</param>
    /// <exception cref="CommandException">The host is gone.</exception>
    public Task RunAsync(IEnumerable<GivenFile> files, Action<Outcome> tell, CancellationToken ct) => Parallel.ForEachAsync(
        files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (file, ct) => tell(await IngestAsync(file, ct)));

    async Task<Outcome> IngestAsync(GivenFile file, CancellationToken ct)
    {
        try
        {
            if (IsEmpty(file.Path))
                return new(file.Id, Outcome.Failed, "empty-file", "The file is empty, or a pipe or a device.");

            var (upload, refusal) = await documents.PostAsync(file, order, ct);
            return refusal is null ? await FollowAsync(file.Id, upload, ct) : new(file.Id, Outcome.Failed, refusal.Code, refusal.Reason);
        }
        catch (UnreadableFileException e)
        {
            return new(file.Id, Outcome.Failed, "unreadable-file", e.Message);
        }
    }

    async Task<Outcome> FollowAsync(string id, Guid upload, CancellationToken ct)
    {
        for (var wait = FirstLook; ; wait = wait * 2 < BetweenLooks ? wait * 2 : BetweenLooks)
        {
            await Task.Delay(wait, ct);
            if (await documents.FindAsync(id, ct) is not { } document)
                return new(id, Outcome.Failed, "removed", "The document was deleted before its file was read.");
            if (document.Upload?.Id != upload)
                return new(id, Outcome.Superseded);
            if (document.Upload is { EndedAt: not null } ended)
                return new(id, ended.Status, ended.Code, ended.Reason, ended.Status == Outcome.Published ? document : null);
        }
    }

    // Neither pipes nor devices have a length, and opening one may never end.
    static bool IsEmpty(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return (file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)) is FileInfo { Exists: true, Length: 0 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(e.Message);
        }
    }
}
