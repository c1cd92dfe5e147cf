namespace Asan.Documents.Assembly;

/// <summary>Headings by the name of their style, in Korean and English.</summary>
public static class HeadingNames
{
    const int Levels = 10;

    static readonly string[] Numbered = ["개요", "outline", "heading", "제목"];

    /// <summary>The level that a style's name tells: <c>개요 2</c> and <c>Heading 2</c> are 2, <c>제목</c> and <c>Title</c> are 1; 0 is no heading.</summary>
    public static int Level(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        if (name.Equals("제목", StringComparison.Ordinal) || name.Equals("title", StringComparison.OrdinalIgnoreCase))
            return 1;
        foreach (var prefix in Numbered)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(name[prefix.Length..].Trim(), System.Globalization.CultureInfo.InvariantCulture, out var level)
                && level is >= 1 and <= Levels)
                return level;
        return 0;
    }
}
