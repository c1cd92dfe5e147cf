namespace Asan.Documents.Hwp;

/// <summary>The stream <c>FileHeader</c>: the version, and how the others are packed and protected.</summary>
/// <param name="Version">Four bytes, the highest first: 0x05000305 is 5.0.3.5.</param>
readonly record struct HwpFileHeader(uint Version, uint Flags, uint EncryptVersion)
{
    const int Length = 256;

    public bool IsCompressed => (Flags & 1) != 0;

    public bool HasPassword => (Flags & 2) != 0;

    /// <summary>A document to be read and not changed: its text is enciphered with a key that lies beside it.</summary>
    public bool IsDistribution => (Flags & 4) != 0;

    // DRM, enciphering with a certificate, and DRM of a certificate.
    public bool IsRightsManaged => (Flags & (1 << 4 | 1 << 8 | 1 << 10)) != 0;

    public string VersionText => $"{Version >> 24}.{(Version >> 16) & 0xFF}.{(Version >> 8) & 0xFF}.{Version & 0xFF}";

    /// <summary>Null when these are not the bytes of a header.</summary>
    public static HwpFileHeader? Read(ReadOnlySpan<byte> stream) =>
        stream.Length >= 40 && stream.StartsWith("HWP Document File"u8)
            ? new(HwpBytes.U32(stream, 32), HwpBytes.U32(stream, 36), HwpBytes.U32(stream[..Math.Min(stream.Length, Length)], 44))
            : null;
}
