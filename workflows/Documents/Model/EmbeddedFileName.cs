namespace Asan.Documents;

/// <summary>An <see cref="EmbeddedFile"/> whose bytes come later.</summary>
/// <param name="Length">How many bytes it will have.</param>
public sealed record EmbeddedFileName(string Name, string MediaType, long Length);
