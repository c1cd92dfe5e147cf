using System.IO.Enumeration;

namespace Asan.Runtime.Blobs.Folders;

/// <summary>The hidden files that blobs are written to first. A process that is killed leaves its own behind: whoever writes here later takes them away.</summary>
sealed class FolderDrafts(string folder)
{
    // A writer that has not written for so long never will: a slow sender is cut off long before.
    static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    long sweptAt = -1;

    /// <summary>The name of a new draft beside this path, so that a rename puts it in its place.</summary>
    public static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.tmp");

    /// <summary>Looks for abandoned drafts, once an hour at most.</summary>
    public void SweepWhenDue()
    {
        var now = Environment.TickCount64;
        var before = Interlocked.Read(ref sweptAt);
        if (before >= 0 && now - before < Abandoned.TotalMilliseconds || Interlocked.CompareExchange(ref sweptAt, now, before) != before || !Directory.Exists(folder))
            return;

        var oldest = DateTimeOffset.UtcNow - Abandoned;
        foreach (var draft in new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsDraft(entry.FileName) && entry.LastWriteTimeUtc < oldest,
        })
            File.Delete(draft);
    }

    static bool IsDraft(ReadOnlySpan<char> name) => name.Length == 37 && name[0] == '.' && name.EndsWith(".tmp", StringComparison.Ordinal) && Guid.TryParseExact(name[1..33], "N", out _);
}
