using System.Runtime.CompilerServices;

namespace Asan.Workflows.Search.Index;

/// <summary>What a term of the query is worth in a chunk (BM25), by its frequency there and the chunk's length.</summary>
readonly ref struct TermWeight(float weight, ReadOnlySpan<float> single, ReadOnlySpan<float> norms)
{
    // Whole chunks are found by few words: these are the values the retrieval figures were measured with.
    const float K1 = 1.2f;
    const float B = 0.75f;

    readonly float weight = weight;
    readonly ReadOnlySpan<float> single = single;
    readonly ReadOnlySpan<float> norms = norms;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Of(int frequency, int length) =>
        weight * (frequency == 1 ? single[length] : frequency * (K1 + 1) / (frequency + norms[length]));

    /// <summary>Of every length there is: what is added to a frequency below the line, and the whole fraction for a frequency of one.</summary>
    public static void Tabulate(double averageLength, Span<float> norms, Span<float> single)
    {
        for (var length = 0; length < norms.Length; length++)
        {
            norms[length] = (float)(K1 * (1 - B + (B * length / Math.Max(1, averageLength))));
            single[length] = (K1 + 1) / (1 + norms[length]);
        }
    }

    /// <summary>How rare a term is, as a factor.</summary>
    public static double Idf(long chunks, long withTerm) => Math.Log(1 + ((chunks - withTerm + 0.5) / (withTerm + 0.5)));
}
