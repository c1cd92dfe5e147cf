using System.Runtime.InteropServices;

namespace Asan.Workflows.Search.Index;

/// <summary>
/// Which chunks a segment holds: versions one after another, each with neighbouring chunks of its own. Bytes, as varints: for each version the distance of its
/// key from the one before (zigzag), its first chunk's ordinal, the number of chunks, the attributes; then the length of each chunk in tokens.
/// </summary>
sealed class SegmentContents
{
    readonly List<long> keys = [];
    readonly List<int> firsts = [], starts = [], attributes = [];
    readonly List<ushort> lengths = [];

    public int Versions => keys.Count;

    public int Chunks => lengths.Count;

    public long Tokens { get; private set; }

    public ReadOnlySpan<long> Keys => CollectionsMarshal.AsSpan(keys);

    /// <summary>The ordinal, in its version, of each version's first chunk here.</summary>
    public ReadOnlySpan<int> Firsts => CollectionsMarshal.AsSpan(firsts);

    /// <summary>Where each version begins in the segment.</summary>
    public ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(starts);

    public ReadOnlySpan<int> Attributes => CollectionsMarshal.AsSpan(attributes);

    public ReadOnlySpan<ushort> Lengths => CollectionsMarshal.AsSpan(lengths);

    public void BeginVersion(long key, int firstChunk, int attribute)
    {
        keys.Add(key);
        firsts.Add(firstChunk);
        starts.Add(lengths.Count);
        attributes.Add(attribute);
    }

    public void AddChunk(int tokens)
    {
        var length = (ushort)Math.Min(tokens, ushort.MaxValue);
        lengths.Add(length);
        Tokens += length;
    }

    public int End(int version) => version + 1 < starts.Count ? starts[version + 1] : lengths.Count;

    public byte[] ToBytes()
    {
        var bytes = new ByteBuffer();
        bytes.AppendVarint((ulong)Versions);
        var last = 0L;
        for (var i = 0; i < Versions; i++)
        {
            bytes.AppendVarint(Varint.ZigZag(keys[i] - last));
            bytes.AppendVarint((ulong)firsts[i]);
            bytes.AppendVarint((ulong)(End(i) - starts[i]));
            bytes.AppendVarint((ulong)attributes[i]);
            for (var chunk = starts[i]; chunk < End(i); chunk++)
                bytes.AppendVarint(lengths[chunk]);
            last = keys[i];
        }

        return bytes.Written.ToArray();
    }

    public static SegmentContents Of(ReadOnlySpan<byte> bytes)
    {
        var contents = new SegmentContents();
        var at = 0;
        var (versions, key) = (Varint.Read(bytes, ref at), 0L);
        for (var i = 0UL; i < versions; i++)
        {
            key += Varint.UnZigZag(Varint.Read(bytes, ref at));
            var first = (int)Varint.Read(bytes, ref at);
            var chunks = (int)Varint.Read(bytes, ref at);
            contents.BeginVersion(key, first, (int)Varint.Read(bytes, ref at));
            for (var chunk = 0; chunk < chunks; chunk++)
                contents.AddChunk((int)Varint.Read(bytes, ref at));
        }

        return contents;
    }
}
