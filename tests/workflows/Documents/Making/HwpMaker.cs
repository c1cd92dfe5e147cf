using System.IO.Compression;
using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes HWP 5 documents, for tests and benchmarks that bring no file of others.</summary>
sealed class HwpMaker
{
    readonly List<HwpRecordWriter> sections = [];
    readonly List<(string Extension, byte[] Bytes)> files = [];
    readonly List<(string Path, byte[] Bytes)> streams = [];
    readonly HwpRecordWriter shapes = new();

    /// <summary>The flags of the header but for compression, and the encryption version.</summary>
    public (uint Flags, uint EncryptVersion) Protection { get; init; }

    public bool IsCompressed { get; init; } = true;

    /// <summary>The records of a new section; paragraphs stand at level 0.</summary>
    public HwpRecordWriter Section()
    {
        sections.Add(new());
        return sections[^1];
    }

    /// <returns>The reference by which pictures show it.</returns>
    public int File(string extension, byte[] bytes)
    {
        files.Add((extension, bytes));
        return files.Count;
    }

    /// <summary>Adds a stream as it is.</summary>
    public void Stream(string path, byte[] bytes) => streams.Add((path, bytes));

    /// <param name="head">0 none, 1 outline, 2 number, 3 bullet.</param>
    public HwpMaker Shape(int head, int level, int id)
    {
        shapes.Write(25, 0, HwpRecordWriter.Pack((uint)(head << 23 | level << 25), new byte[26], (ushort)id, new byte[22]));
        return this;
    }

    /// <param name="size">In hundredths of a point.</param>
    public HwpMaker Letters(uint size, bool isBold)
    {
        shapes.Write(21, 0, HwpRecordWriter.Pack(new byte[42], size, isBold ? 2u : 0, new byte[24]));
        return this;
    }

    /// <param name="levels">For each level what is shown and the number's format.</param>
    public HwpMaker Numbering(params (string Pattern, int Format)[] levels)
    {
        var parts = new List<object>();
        for (var i = 0; i < 7; i++)
            parts.AddRange([i < levels.Length ? (uint)levels[i].Format << 5 : 0u, new byte[8], i < levels.Length ? levels[i].Pattern : ""]);
        parts.Add((ushort)0);
        parts.AddRange(Enumerable.Repeat<object>(1u, 7));
        shapes.Write(23, 0, HwpRecordWriter.Pack([.. parts]));
        return this;
    }

    public HwpMaker Bullet(char bullet)
    {
        shapes.Write(24, 0, HwpRecordWriter.Pack(new byte[12], (ushort)bullet, new byte[6]));
        return this;
    }

    public byte[] ToBytes()
    {
        var file = new CompoundFileMaker();
        file.Add("FileHeader", Header());
        file.Add("DocInfo", Pack(Info()));
        for (var i = 0; i < sections.Count; i++)
            file.Add($"BodyText/Section{i}", Pack(sections[i].ToBytes()));
        for (var i = 0; i < files.Count; i++)
            file.Add($"BinData/BIN{i + 1:X4}.{files[i].Extension}", Pack(files[i].Bytes));
        streams.ForEach(stream => file.Add(stream.Path, stream.Bytes));
        return file.ToBytes();
    }

    byte[] Header()
    {
        var header = new byte[256];
        Encoding.ASCII.GetBytes("HWP Document File", header);
        BitConverter.TryWriteBytes(header.AsSpan(32), 0x05000500u);
        BitConverter.TryWriteBytes(header.AsSpan(36), Protection.Flags | (IsCompressed ? 1u : 0));
        BitConverter.TryWriteBytes(header.AsSpan(44), Protection.EncryptVersion);
        return header;
    }

    byte[] Info()
    {
        var info = new HwpRecordWriter();
        info.Write(16, 0, new byte[26]);
        info.Write(17, 0, new byte[72]);
        for (var i = 0; i < files.Count; i++)
            info.Write(18, 1, HwpRecordWriter.Pack((ushort)1, (ushort)(i + 1), files[i].Extension));
        return [.. info.ToBytes(), .. shapes.ToBytes()];
    }

    byte[] Pack(byte[] stream) => IsCompressed ? Deflate(stream) : stream;

    public static byte[] Deflate(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes);
        return packed.ToArray();
    }
}
