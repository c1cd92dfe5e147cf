using System.Buffers.Binary;

namespace Asan.Workflows.Search.Index;

/// <summary>Fills <see cref="PostingBlock"/>s with terms that come in order.</summary>
sealed class BlockWriter
{
    readonly List<(ulong Term, int Place)> terms = [];
    readonly ByteBuffer lists = new();
    readonly ByteBuffer body = new();

    public bool IsEmpty => terms.Count == 0;

    public ulong FirstTerm => terms[0].Term;

    /// <summary>Whether the list would make the block longer than usual.</summary>
    public bool IsFullFor(PostingListWriter list) => terms.Count > 0
        && PostingBlock.CountBytes + ((terms.Count + 1) * (PostingBlock.TermBytes + PostingBlock.PlaceBytes)) + lists.Length + list.Length > PostingBlock.UsualBytes;

    public void Add(ulong term, PostingListWriter list)
    {
        terms.Add((term, lists.Length));
        list.AppendTo(lists);
    }

    /// <summary>The block's bytes, valid until the next one is taken; the writer is empty again.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        body.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(body.Take(PostingBlock.CountBytes), (ushort)terms.Count);
        foreach (var (term, _) in terms)
            BinaryPrimitives.WriteUInt64LittleEndian(body.Take(PostingBlock.TermBytes), term);
        foreach (var (_, place) in terms)
            BinaryPrimitives.WriteUInt16LittleEndian(body.Take(PostingBlock.PlaceBytes), (ushort)place);
        body.Append(lists.Written);
        terms.Clear();
        lists.Clear();
        return body.WrittenMemory;
    }
}
