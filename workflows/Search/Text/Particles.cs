using System.Buffers;

namespace Asan.Workflows.Search.Text;

/// <summary>Particles and endings that Korean hangs on words, the longest first.</summary>
static class Particles
{
    static readonly string[] Endings =
    [
        "으로써", "으로서", "에서는", "으로는", "입니다", "인가요",
        "에서", "에게", "으로", "까지", "부터", "보다", "처럼", "마다", "이나", "이라", "이란", "한다", "하는", "하고", "하여", "해서", "했다", "된다", "되는", "되어"
        , "되고", "이다", "이며", "에는", "로는", "과의", "와의", "에도", "로써", "로서",
        "은", "는", "이", "가", "을", "를", "의", "에", "께", "로", "와", "과", "도", "만", "나", "라", "란",
    ];

    static readonly SearchValues<char> AfterOneSyllable = SearchValues.Create("은는이가을를의에도로와과만");

    /// <summary>The word without what hangs on it; two syllables stay at least.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> word)
    {
        foreach (var ending in Endings)
            if (word.Length - ending.Length >= 2 && word.EndsWith(ending))
                return word[..^ending.Length];
        return word;
    }

    /// <summary>Two syllables that may be a word of one (암, 간, 위) and a particle.</summary>
    public static bool MayBeOneSyllable(ReadOnlySpan<char> word) => word.Length == 2 && AfterOneSyllable.Contains(word[1]);
}
