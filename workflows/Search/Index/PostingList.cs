using System.Runtime.CompilerServices;

namespace Asan.Workflows.Search.Index;

/// <summary>
/// The chunks of a segment that have a term, by their ordinals in it, with how often each has it. Bytes: the number of chunks; then for each the distance from
/// the one before, times four, plus the frequency where that is three at most; else the frequency after it.
/// </summary>
readonly ref struct PostingList
{
    /// <summary>What has room beside the distance.</summary>
    public const int SmallFrequency = 3;

    readonly ReadOnlySpan<byte> bytes;
    readonly int begin;

    public PostingList(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        var at = 0;
        Count = (int)Varint.Read(bytes, ref at);
        begin = at;
    }

    public int Count { get; }

    /// <summary>Adds to each chunk's score what this term is worth there.</summary>
    public void Score(Span<float> scores, ReadOnlySpan<ushort> lengths, in TermWeight weight)
    {
        var (at, ordinal) = (begin, -1);
        for (var i = 0; i < Count; i++)
        {
            Next(ref at, ref ordinal, out var frequency);
            scores[ordinal] += weight.Of(frequency, lengths[ordinal]);
        }
    }

    /// <summary>Writes the list as a part of another segment.</summary>
    /// <param name="ordinals">The new ordinal of each chunk; -1 for those that are left out.</param>
    /// <returns>How many were written.</returns>
    public int CopyTo(PostingListWriter writer, ReadOnlySpan<int> ordinals)
    {
        var (at, ordinal, copied) = (begin, -1, 0);
        for (var i = 0; i < Count; i++)
        {
            Next(ref at, ref ordinal, out var frequency);
            if (ordinals[ordinal] < 0)
                continue;
            writer.Add(ordinals[ordinal], frequency);
            copied++;
        }

        return copied;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Next(ref int at, ref int ordinal, out int frequency)
    {
        // Most distances and frequencies are one byte.
        ulong first = bytes[at];
        if (first < 0x80)
            at++;
        else
            first = Varint.Read(bytes, ref at);
        ordinal += (int)(first >> 2);
        frequency = (int)(first & 3);
        if (frequency == 0)
            frequency = (int)Varint.Read(bytes, ref at);
    }
}
