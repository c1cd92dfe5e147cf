namespace Asan.Workflows.Search.Chunking;

/// <summary>How many tokens a text has for models with the vocabulary of XLM-R, from above: 1.5 characters of Korean each, 3 letters, 2 digits.</summary>
static class TokenEstimate
{
    const int Token = 6;

    /// <summary>The estimate, rounded up.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var sixths = 0L;
        foreach (var letter in text)
            sixths += Sixths(letter);
        return (int)Math.Min(int.MaxValue, (sixths + Token - 1) / Token);
    }

    /// <summary>How much of the text, from its beginning, has at most so many tokens; at least one character.</summary>
    public static int Fit(ReadOnlySpan<char> text, int tokens)
    {
        var left = (long)tokens * Token;
        var length = 0;
        while (length < text.Length && (left -= Sixths(text[length])) >= 0)
            length++;
        return Math.Max(length, Math.Min(1, text.Length));
    }

    static int Sixths(char letter) => letter switch
    {
        ' ' or '\n' or '\t' => 0,
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => 2,
        >= '0' and <= '9' => 3,
        >= '\u1100' => 4,
        _ => Token,
    };
}
