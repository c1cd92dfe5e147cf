namespace Asan.Workflows.Search.Index;

/// <summary>What BM25 makes of a chunk's length, for every length there is: divisions are made once a search, not once a posting.</summary>
sealed class LengthTable
{
    // The values that the retrieval figures were measured with.
    const float K1 = 1.2f;
    const float B = 0.75f;

    readonly float[] norms, known;

    public LengthTable(int longest, double averageLength)
    {
        norms = new float[longest + 1];
        known = new float[norms.Length * PostingList.SmallFrequency];
        for (var length = 0; length < norms.Length; length++)
        {
            norms[length] = (float)(K1 * (1 - B + (B * length / Math.Max(1, averageLength))));
            for (var frequency = 1; frequency <= PostingList.SmallFrequency; frequency++)
                known[(length * PostingList.SmallFrequency) + frequency - 1] = Saturation(frequency, norms[length]);
        }
    }

    /// <summary>By length: what is added to a frequency below the line.</summary>
    public ReadOnlySpan<float> Norms => norms;

    /// <summary>By length and small frequency, from 1: the whole fraction.</summary>
    public ReadOnlySpan<float> Known => known;

    public static float Saturation(int frequency, float norm) => frequency * (K1 + 1) / (frequency + norm);
}
