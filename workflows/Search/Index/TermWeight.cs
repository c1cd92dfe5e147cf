using System.Runtime.CompilerServices;

namespace Asan.Workflows.Search.Index;

/// <summary>What a term of the query is worth in a chunk (BM25), by its frequency there and the chunk's length.</summary>
readonly ref struct TermWeight(float weight, LengthTable lengths)
{
    readonly float weight = weight;
    readonly ReadOnlySpan<float> known = lengths.Known;
    readonly ReadOnlySpan<float> norms = lengths.Norms;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Of(int frequency, int length) => weight * (frequency <= PostingList.SmallFrequency
        ? known[(length * PostingList.SmallFrequency) + frequency - 1]
        : LengthTable.Saturation(frequency, norms[length]));

    /// <summary>How rare a term is, as a factor.</summary>
    public static double Idf(long chunks, long withTerm) => Math.Log(1 + ((chunks - withTerm + 0.5) / (withTerm + 0.5)));
}
