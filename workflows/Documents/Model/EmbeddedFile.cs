namespace Asan.Documents;

/// <summary>A file inside the document.</summary>
/// <param name="Name">What the document calls it, without any path: <c>BIN0001.png</c>.</param>
/// <param name="MediaType">By its bytes; <c>application/octet-stream</c> when they say nothing.</param>
/// <param name="Bytes">Unpacked.</param>
public sealed record EmbeddedFile(string Name, string MediaType, ReadOnlyMemory<byte> Bytes);
