namespace Asan.Documents.Zip;

/// <summary>An entry of a zip.</summary>
/// <param name="Name">As the zip has it, but with <c>/</c> between the parts. It is a name to look for, never a path to write to.</param>
/// <param name="Size">Unpacked, as the zip says; -1 when it does not say.</param>
sealed record ZipEntry(string Name, long Size)
{
    public required int Method { get; init; }

    /// <summary>The zip's own encryption, which neither HWPX nor DOCX uses.</summary>
    public required bool IsEncrypted { get; init; }

    public required uint? Crc { get; init; }

    /// <summary>Where the packed bytes lie in the file, as far as they are in it.</summary>
    public required ReadOnlyMemory<byte> Packed { get; init; }

    public required bool IsCut { get; init; }
}
