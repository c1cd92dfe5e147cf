namespace Asan.Workflows.Search.Index;

/// <summary>Writes one <see cref="PostingList"/> after another; chunks come in the order of their ordinals.</summary>
sealed class PostingListWriter
{
    readonly ByteBuffer postings = new();
    readonly byte[] count = new byte[Varint.Longest];
    int last = -1;

    public int Count { get; private set; }

    public void Begin()
    {
        postings.Clear();
        (last, Count) = (-1, 0);
    }

    public void Add(int ordinal, int frequency)
    {
        var isSmall = frequency <= PostingList.SmallFrequency;
        postings.AppendVarint(((ulong)(ordinal - last) << 2) | (isSmall ? (ulong)frequency : 0));
        if (!isSmall)
            postings.AppendVarint((ulong)frequency);
        last = ordinal;
        Count++;
    }

    /// <summary>How long the list is in a block.</summary>
    public int Length => Varint.Write(count, (ulong)Count) + postings.Length;

    public void AppendTo(ByteBuffer block)
    {
        block.AppendVarint((ulong)Count);
        block.Append(postings.Written);
    }
}
