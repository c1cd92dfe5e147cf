using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>A record of Office's drawings ([MS-ODRAW] 2.2.1): what it is, and what it holds.</summary>
/// <param name="Instance">A number whose meaning is the type's.</param>
readonly record struct ArtRecord(ushort Type, int Instance, bool IsContainer, ReadOnlyMemory<byte> Content)
{
    public const ushort BlipStore = 0xF001;
    public const ushort Drawing = 0xF002;
    public const ushort Group = 0xF003;
    public const ushort Shape = 0xF004;
    public const ushort BlipEntry = 0xF007;
    public const ushort ShapeId = 0xF00A;
    public const ushort Options = 0xF00B;
    public const ushort FirstBlip = 0xF018;
    public const ushort LastBlip = 0xF117;
    const int HeadLength = 8;
    const int ContainerVersion = 0xF;

    /// <summary>The records that lie behind each other in these bytes. One that is longer than the bytes is cut.</summary>
    public static IEnumerable<ArtRecord> Read(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length >= HeadLength)
        {
            var head = U16(bytes.Span, 0);
            var length = (uint)I32(bytes.Span, 4);
            var content = LittleEndian.Slice(bytes, HeadLength, length);
            yield return new(U16(bytes.Span, 2), head >> 4, (head & 0xF) == ContainerVersion, content);
            bytes = bytes[(HeadLength + content.Length)..];
        }
    }
}
