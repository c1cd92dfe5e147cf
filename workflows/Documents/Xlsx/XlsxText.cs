using System.Globalization;
using System.Text.RegularExpressions;

namespace Asan.Documents.Xlsx;

/// <summary>Characters that XML cannot hold are written as <c>_x000D_</c>.</summary>
static partial class XlsxText
{
    public static string Unescaped(string text) =>
        text.Contains("_x", StringComparison.Ordinal)
            ? Escape().Replace(text, match => ((char)ushort.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString())
            : text;

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escape();
}
