namespace Asan.Runtime.Blobs;

/// <summary>
/// One container of blobs. A name that cannot be is refused with a <see cref="BlobRefusedException"/> (see <see cref="BlobNames"/>); what the store
/// fails to do is an <see cref="IOException"/>.
/// </summary>
public interface IBlobContainer
{
    string Name { get; }

    /// <summary>Whether a blob appears only once it is written whole. In a folder other programs write too, and a file may be half of one.</summary>
    bool WritesAreAtomic { get; }

    /// <summary>The blobs whose names begin with the prefix, in no particular order, read as they are asked for; none where there is no container.</summary>
    /// <remarks>Names are told as they are, hostile ones too.</remarks>
    IAsyncEnumerable<Blob> ListAsync(string prefix, CancellationToken ct);

    /// <summary>The blob; null when there is none.</summary>
    Task<Blob?> FindAsync(string name, CancellationToken ct);

    /// <summary>Its content, from the first byte; the stream can seek, and reads no more than is asked of it.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="etag">The version it must be; null for whichever is there. A stream never goes on with another version than it began with.</param>
    /// <param name="ct">Ends the opening.</param>
    /// <returns>Null when there is no such blob or it is another version.</returns>
    Task<Stream?> OpenAsync(string name, string? etag, CancellationToken ct);

    /// <summary>Writes a blob; others see all of it or nothing. The container is made when it is missing.</summary>
    /// <returns>What was written; null when the condition did not hold.</returns>
    Task<Blob?> PutAsync(string name, Stream content, BlobCondition condition, CancellationToken ct);

    /// <summary>Removes a blob.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="etag">The version it must be; null for whichever is there.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <returns>False when there was none, or another version.</returns>
    Task<bool> DeleteAsync(string name, string? etag, CancellationToken ct);

    /// <summary>Writes this blob again under another name.</summary>
    /// <returns>The new one; null when the condition did not hold.</returns>
    /// <exception cref="FileNotFoundException">There is nothing to copy.</exception>
    Task<Blob?> CopyAsync(string from, string to, BlobCondition condition, CancellationToken ct);

    /// <summary>Gives a blob another name. In a folder that is one step; in Azure a copy and then a removal, and a crash between them leaves both.</summary>
    /// <returns>The blob under its new name; null when the condition did not hold.</returns>
    /// <exception cref="FileNotFoundException">There is nothing to move.</exception>
    Task<Blob?> MoveAsync(string from, string to, BlobCondition condition, CancellationToken ct);

    /// <summary>
    /// What this version is, whatever was done to it besides writing: the ETag where only a write changes it; in a folder, which also knows restored and
    /// copied files, its size, time and SHA-256.
    /// </summary>
    /// <returns>Null when the blob is no longer this version.</returns>
    Task<string?> IdentifyAsync(Blob blob, CancellationToken ct);

    /// <summary>The blob's address, without anything that grants access.</summary>
    Uri AddressOf(string name);
}
