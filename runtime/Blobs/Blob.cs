namespace Asan.Runtime.Blobs;

/// <summary>A blob as it stands at one moment.</summary>
/// <param name="Name">Its name inside the container, with <c>/</c> between its parts.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">When it was last written, by the store's clock.</param>
/// <param name="ETag">Changes with every write, and says nothing else.</param>
public sealed record Blob(string Name, long Length, DateTimeOffset ModifiedAt, string ETag);
