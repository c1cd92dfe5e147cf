namespace Asan.Runtime.Blobs.Folders;

/// <summary>One writer at a time among those that look before they write, on all hosts that share the folder (flock).</summary>
static class FolderLock
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task<IDisposable> TakeAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".lock");
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                await Task.Delay(Pause, ct);
            }
        }
    }
}
