namespace Asan.Bench.Search;

/// <summary>
/// Terms as KorQuAD 1.0's development paragraphs have them when cut by our tokens: how many paragraphs have the term of each rank, and how many terms stand in
/// one paragraph alone (13.6 % of what a paragraph has). Each term is a word of two syllables, so that text says exactly what it is made to say.
/// </summary>
sealed class Vocabulary
{
    const int Head = 22_000;
    const int Tail = 2_000_000;
    const double TailTermsInParagraph = 0.136 * 238;
    // The share of paragraphs that have the term of a rank; between these it is a straight line on logarithmic scales.
    static readonly (int Rank, double Share)[] Measured =
    [
        (1, .8595), (2, .8231), (3, .6327), (5, .6015), (10, .4495), (20, .3413), (50, .2300), (100, .1571), (200, .0978), (500, .0552), (1_000, .0343)
        , (2_000, .0198), (5_000, .0083), (10_000, .0042), (20_000, .0021), (Head, .0015),
    ];

    static readonly string Seconds = string.Concat(Enumerable.Range(0, 11_172).Select(i => (char)('가' + i)).Where(letter => !"은는이가을를의에도로와과만".Contains(letter)));

    readonly double[] cumulative = new double[Head + 1];

    public Vocabulary()
    {
        for (var rank = 1; rank <= Head; rank++)
            cumulative[rank] = cumulative[rank - 1] - Math.Log(1 - Share(rank));
    }

    /// <summary>A term, as often as text has it.</summary>
    public int Draw(Random random)
    {
        var at = random.NextDouble() * (cumulative[Head] + TailTermsInParagraph);
        if (at >= cumulative[Head])
            return Head + random.Next(Tail);
        var index = Array.BinarySearch(cumulative, at);
        return index >= 0 ? Math.Min(index, Head - 1) : ~index - 1;
    }

    /// <summary>Draws until there are so many different terms.</summary>
    /// <param name="drawn">Gets all of them, in their order.</param>
    public void Draw(Random random, int different, List<int> drawn, HashSet<int> seen)
    {
        drawn.Clear();
        seen.Clear();
        while (seen.Count < different)
        {
            drawn.Add(Draw(random));
            seen.Add(drawn[^1]);
        }
    }

    /// <summary>The word of a term: two syllables, each term its own.</summary>
    public static string Word(int term) => $"{(char)('가' + (term / Seconds.Length * 37 % 11_172))}{Seconds[term % Seconds.Length]}";

    static double Share(int rank)
    {
        for (var i = 1; i < Measured.Length; i++)
            if (rank <= Measured[i].Rank)
            {
                var (a, b) = (Measured[i - 1], Measured[i]);
                return a.Share * Math.Pow(b.Share / a.Share, Math.Log((double)rank / a.Rank) / Math.Log((double)b.Rank / a.Rank));
            }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }
}
