using System.Runtime.InteropServices;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>Gathers the terms of chunks until there are enough for a segment.</summary>
sealed class SegmentBuilder
{
    /// <summary>16 bytes each: what is held in memory before it is written.</summary>
    const int UsualPostings = 1 << 20;

    readonly List<Posting> postings = [];
    SegmentContents contents = new();

    public bool IsEmpty => contents.Chunks == 0;

    public bool IsFull => postings.Count >= UsualPostings;

    public void BeginVersion(long key, int firstChunk, int attribute) => contents.BeginVersion(key, firstChunk, attribute);

    /// <summary>A chunk of the version that was begun.</summary>
    /// <param name="terms">All terms of the chunk, as often as they stand there; they are sorted in place.</param>
    public void AddChunk(Span<ulong> terms)
    {
        var ordinal = contents.Chunks;
        contents.AddChunk(terms.Length);
        terms.Sort();
        for (var i = 0; i < terms.Length;)
        {
            var end = i + 1;
            while (end < terms.Length && terms[end] == terms[i])
                end++;
            postings.Add(new(terms[i], ordinal, end - i));
            i = end;
        }
    }

    /// <summary>Writes the segment in the caller's transaction, and is empty again.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        CollectionsMarshal.AsSpan(postings).Sort();
        await using (var writing = await SegmentWriting.BeginAsync(connection, ct))
        {
            var list = new PostingListWriter();
            for (var i = 0; i < postings.Count;)
            {
                var term = postings[i].Term;
                list.Begin();
                for (; i < postings.Count && postings[i].Term == term; i++)
                    list.Add(postings[i].Ordinal, postings[i].Frequency);
                await writing.AddAsync(term, list, ct);
            }

            await writing.CompleteAsync(contents, ct);
        }

        postings.Clear();
        contents = new();
    }

    readonly record struct Posting(ulong Term, int Ordinal, int Frequency) : IComparable<Posting>
    {
        public int CompareTo(Posting other) => Term != other.Term ? Term.CompareTo(other.Term) : Ordinal.CompareTo(other.Ordinal);
    }
}
