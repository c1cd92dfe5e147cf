using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes the records of a stream of HWP 5.</summary>
sealed class HwpRecordWriter
{
    readonly MemoryStream stream = new();

    public byte[] ToBytes() => stream.ToArray();

    public void Write(int tag, int level, params ReadOnlySpan<byte> data)
    {
        const int Long = 0xFFF;
        var size = Math.Min(data.Length, Long);
        stream.Write(BitConverter.GetBytes((uint)(tag | level << 10 | size << 20)));
        if (size == Long)
            stream.Write(BitConverter.GetBytes((uint)data.Length));
        stream.Write(data);
    }

    /// <summary>Numbers and strings one after the other: ushort, uint, byte, byte[], and string with its length in front.</summary>
    public static byte[] Pack(params object[] parts)
    {
        var bytes = new MemoryStream();
        foreach (var part in parts)
            bytes.Write(part switch
            {
                byte number => [number],
                ushort number => BitConverter.GetBytes(number),
                uint number => BitConverter.GetBytes(number),
                byte[] raw => raw,
                string text => [.. BitConverter.GetBytes((ushort)text.Length), .. Encoding.Unicode.GetBytes(text)],
                _ => throw new ArgumentException($"{part.GetType()} is nothing to pack."),
            });
        return bytes.ToArray();
    }

    /// <summary>A paragraph of text and controls.</summary>
    /// <param name="parts">Strings, and what stands between them.</param>
    public void Paragraph(int level, int paraShape, params object[] parts) => Paragraph(level, paraShape, 0, parts);

    /// <summary>A paragraph of text in letters of a shape.</summary>
    public void Lettered(int level, int charShape, string text) => Paragraph(level, 0, charShape, [text]);

    void Paragraph(int level, int paraShape, int charShape, object[] parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part is HwpControl control ? control.Character : (string)part);
        text.Append('\r');
        Write(66, level, Pack((uint)text.Length, 0u, (ushort)paraShape, (byte)0, (byte)0, (ushort)1, (ushort)0, (ushort)1, 0u));
        if (text.Length > 1)
            Write(67, level + 1, Encoding.Unicode.GetBytes(text.ToString()));
        Write(68, level + 1, Pack(0u, (uint)charShape));
        foreach (var part in parts)
            if (part is HwpControl { Write: { } write })
                write(this, level + 1);
    }
}
