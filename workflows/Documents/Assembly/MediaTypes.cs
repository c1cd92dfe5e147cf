namespace Asan.Documents.Assembly;

/// <summary>Tells what an embedded file is by its bytes.</summary>
public static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    public static string Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "image/tiff",
        [0xD7, 0xCD, 0xC6, 0x9A, ..] or [1, 0, 9, 0, 0, _, ..] => "image/wmf",
        [1, 0, 0, 0, ..] when bytes.Length > 44 && bytes[40..44].SequenceEqual(" EMF"u8) => "image/emf",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "application/x-ole-storage",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "application/pdf",
        _ when bytes[..Math.Min(bytes.Length, 512)].IndexOf("<svg"u8) >= 0 => "image/svg+xml",
        _ => Unknown,
    };
}
