namespace Asan.Workflows.Search.Chunking;

/// <summary>How many tokens a text has for models with the vocabulary of XLM-R, from above: 1.5 characters of Korean each, 3 letters, 2 digits.</summary>
static class TokenEstimate
{
    const int Token = 6;

    /// <summary>The estimate, rounded up.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var (sixths, before) = (0L, '\n');
        foreach (var letter in text)
        {
            sixths += Sixths(letter, before);
            before = letter;
        }

        return (int)Math.Min(int.MaxValue, (sixths + Token - 1) / Token);
    }

    /// <summary>How much of the text, from its beginning, has at most so many tokens; at least one character.</summary>
    public static int Fit(ReadOnlySpan<char> text, int tokens)
    {
        var left = (long)tokens * Token;
        var (length, before) = (0, '\n');
        while (length < text.Length && (left -= Sixths(text[length], before)) >= 0)
            before = text[length++];
        return Math.Max(length, Math.Min(1, text.Length));
    }

    // A space, and the end of a line, is a part of the word behind it. More of them are nothing to a model, but a text must not grow without end.
    static int Sixths(char letter, char before) => letter switch
    {
        ' ' or '\n' or '\t' => before is ' ' or '\n' or '\t' ? 1 : 0,
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => 2,
        >= '0' and <= '9' => 3,
        >= '\u1100' => 4,
        _ => Token,
    };
}
