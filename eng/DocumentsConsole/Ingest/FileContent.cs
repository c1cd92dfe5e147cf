using System.Buffers;
using System.Net;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>A file on its way to a door: as long as it was when it was opened.</summary>
/// <exception cref="UnreadableFileException">It cannot be opened or read, or became shorter meanwhile.</exception>
sealed class FileContent : HttpContent
{
    const int Part = 128 << 10;

    readonly FileStream file;

    public FileContent(string path)
    {
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            Length = file.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(e.Message);
        }
    }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var part = ArrayPool<byte>.Shared.Rent(Part);
        try
        {
            for (var left = Length; left > 0;)
            {
                var read = await ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, left)));
                await stream.WriteAsync(part.AsMemory(0, read));
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    // An IOException would be taken for one of the connection.
    async Task<int> ReadAsync(Memory<byte> part)
    {
        try
        {
            return await file.ReadAsync(part) is var read and > 0 ? read : throw new UnreadableFileException("It became shorter while it was read.");
        }
        catch (IOException e)
        {
            throw new UnreadableFileException(e.Message);
        }
    }
}
