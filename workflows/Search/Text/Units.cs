namespace Asan.Workflows.Search.Text;

/// <summary>Units of measure that are written beside a number with a space or without: <c>10 mg</c> is <c>10mg</c>.</summary>
static class Units
{
    static readonly HashSet<string> Known =
    [
        "mg", "g", "kg", "mcg", "μg", "ug", "ng", "pg", "l", "dl", "ml", "cc", "cm", "mm", "m", "km", "nm", "iu", "u", "mmhg", "mmol", "mol", "meq", "meqv", "kcal",
        "bpm", "hz", "khz", "mhz", "gy", "msv", "kb", "mb", "gb",
    ];

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ByLetters = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> word) => ByLetters.Contains(word);
}
