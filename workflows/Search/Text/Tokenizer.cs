namespace Asan.Workflows.Search.Text;

/// <summary>
/// Finds the terms of a text, the same way for documents and for queries: of Korean and Chinese the pairs of neighbouring characters and the word without
/// its particles, of other scripts the words, codes whole beside their parts (E11.9), numbers with their units (10 mg as 10mg). An identifier of a
/// person is one term of its own kind and nothing else, so that nobody finds it who does not name all of it. Not for two threads at once.
/// </summary>
sealed class Tokenizer
{
    const int LongestWord = 64;
    const char Identifier = '\u0001';

    readonly FoldedText folded = new();
    readonly List<Token> tokens = [];
    readonly char[] joined = new char[LongestWord];

    /// <summary>The terms in the order they stand in; valid until the next text is read.</summary>
    /// <param name="bareNumbers">Also reads numbers of five digits and more as identifiers: for the query of somebody who may look for them.</param>
    public List<Token> Read(ReadOnlySpan<char> text, bool bareNumbers = false)
    {
        tokens.Clear();
        Folding.Fold(text, folded);
        ReadIdentifiers(bareNumbers);
        for (var at = 0; at < folded.Length;)
            at = ScriptOf(folded.Letters[at]) switch
            {
                Script.Word => ReadWords(at),
                Script.Korean => ReadSyllables(at, Script.Korean),
                Script.Chinese => ReadSyllables(at, Script.Chinese),
                _ => at + 1,
            };
        return tokens;
    }

    void ReadIdentifiers(bool bareNumbers)
    {
        foreach (var (start, length) in PersonalIdentifiers.Find(folded.Letters))
        {
            AddIdentifier(start, length);
            folded.Blank(start, length);
        }

        if (bareNumbers)
            foreach (var match in PersonalIdentifiers.BareNumbers().EnumerateMatches(folded.Letters))
                AddIdentifier(match.Index, match.Length);
    }

    void AddIdentifier(int start, int length) => Add(Digits(folded.Letters.Slice(start, length)), start, start + length, Identifier);

    ReadOnlySpan<char> Digits(ReadOnlySpan<char> identifier)
    {
        var length = 0;
        foreach (var letter in identifier)
            if (char.IsAsciiLetterOrDigit(letter) && length < LongestWord)
                joined[length++] = letter;
        return joined.AsSpan(0, length);
    }

    int ReadSyllables(int from, Script script)
    {
        var end = End(from, script);
        var run = folded.Letters[from..end];
        for (var i = 0; i + 1 < run.Length; i++)
            Add(run.Slice(i, 2), from + i, from + i + 2);
        if (run.Length == 1)
            Add(run, from, end);
        if (run.Length > LongestWord)
            return end;

        var word = script == Script.Korean ? Particles.Strip(run) : run;
        Add(word, from, from + word.Length);
        if (script == Script.Korean && Particles.MayBeOneSyllable(run))
            Add(run[..1], from, from + 1);
        return end;
    }

    // A word counts twice, as a Korean one does by its pairs and as a whole.
    int ReadWords(int from)
    {
        var end = End(from, Script.Word);
        AddWord(from, end);
        if (CodeEnd(from, end) is var code && code > end)
        {
            Add(folded.Letters[from..code], from, code);
            for (var at = end + 1; at < code; at++)
            {
                var next = End(at, Script.Word);
                AddWord(at, next);
                at = next;
            }

            end = code;
        }

        AddWithUnit(from, end);
        return end;
    }

    void AddWord(int from, int end)
    {
        var word = folded.Letters[from..Math.Min(end, from + LongestWord)];
        Add(word, from, end);
        Add(word, from, end);
    }

    // Words joined by single points, dashes and slashes, with a digit in them.
    int CodeEnd(int from, int end)
    {
        var last = end;
        var digits = folded.Letters[from..end].ContainsAnyInRange('0', '9');
        while (last + 1 < folded.Length && folded.Letters[last] is '.' or '-' or '/' or ':' or '_' && ScriptOf(folded.Letters[last + 1]) == Script.Word)
        {
            var next = End(last + 1, Script.Word);
            if (next - from > LongestWord)
                break;
            digits |= folded.Letters[last..next].ContainsAnyInRange('0', '9');
            last = next;
        }

        return digits ? last : end;
    }

    void AddWithUnit(int from, int end)
    {
        var letters = folded.Letters;
        if (!char.IsAsciiDigit(letters[end - 1]) || end + 1 >= letters.Length || letters[end] != ' ' || ScriptOf(letters[end + 1]) != Script.Word)
            return;
        var unitEnd = End(end + 1, Script.Word);
        var number = letters[from..end];
        var unit = letters[(end + 1)..unitEnd];
        if (number.Length + unit.Length > LongestWord || !Units.Contains(unit))
            return;
        number.CopyTo(joined);
        unit.CopyTo(joined.AsSpan(number.Length));
        Add(joined.AsSpan(0, number.Length + unit.Length), from, unitEnd);
    }

    void Add(ReadOnlySpan<char> term, int from, int end, char kind = '\0') =>
        tokens.Add(new(TermHash.Of(term, kind), folded.Place(from), folded.PlaceBehind(end - 1)));

    int End(int from, Script script)
    {
        var end = from;
        while (end < folded.Length && ScriptOf(folded.Letters[end]) == script)
            end++;
        return end;
    }

    static Script ScriptOf(char letter) => letter switch
    {
        < '\u0080' => char.IsAsciiLetterOrDigit(letter) ? Script.Word : Script.None,
        >= '\uAC00' and <= '\uD7A3' => Script.Korean,
        >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or >= '\u3040' and <= '\u30FF' => Script.Chinese,
        _ => char.IsLetterOrDigit(letter) ? Script.Word : Script.None,
    };

    enum Script
    {
        None,
        Word,
        Korean,

        /// <summary>And Japanese syllables: what is written without spaces.</summary>
        Chinese,
    }
}
