namespace Asan.Workflows.Search.Chunking;

/// <summary>Cuts text that is too long for one chunk: between lines, else sentences, else words, else letters.</summary>
static class TextPieces
{
    public static IEnumerable<string> Cut(string text, int tokens)
    {
        var from = 0;
        while (from < text.Length)
        {
            var length = TokenEstimate.Fit(text.AsSpan(from), tokens);
            if (from + length < text.Length)
                length = Boundary(text.AsSpan(from, length), text[from + length]);
            if (text.AsSpan(from, length).Trim() is { Length: > 0 } piece)
                yield return piece.ToString();
            from += length;
        }
    }

    // A boundary in the second half is worth a shorter piece; one before it would make crumbs.
    static int Boundary(ReadOnlySpan<char> piece, char next)
    {
        var half = piece.Length / 2;
        if (piece[half..].LastIndexOf('\n') is var line and >= 0)
            return half + line + 1;
        if (SentenceEnd(piece, half, next) is var sentence and > 0)
            return sentence;
        if (piece[half..].LastIndexOfAny(' ', '\t') is var space and >= 0)
            return half + space + 1;
        return char.IsHighSurrogate(piece[^1]) && piece.Length > 1 ? piece.Length - 1 : piece.Length;
    }

    static int SentenceEnd(ReadOnlySpan<char> piece, int from, char next)
    {
        for (var at = piece.Length; at > from; at--)
            if (piece[at - 1] is '.' or '?' or '!' or '。' && char.IsWhiteSpace(at < piece.Length ? piece[at] : next))
                return at;
        return 0;
    }
}
