using System.Text;
using System.Text.RegularExpressions;
using Asan.Documents.Text;

namespace Asan.Documents.Html;

/// <summary>Which encoding a page is in: by its bytes where they are clear, else as the page says.</summary>
static partial class HtmlEncoding
{
    const int SearchedForMeta = 4096;

    /// <summary>The encoding; null when the bytes are no text.</summary>
    public static TextEncoding? Of(ReadOnlySpan<byte> bytes)
    {
        var found = TextEncoding.Of(bytes);
        if (found is null or { Skip: > 0 } || found.Encoding is UnicodeEncoding || System.Text.Unicode.Utf8.IsValid(bytes))
            return found;
        return Declared(bytes) is { } declared ? new(declared) : found;
    }

    static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, SearchedForMeta)]);
        if (Charset().Match(head) is not { Success: true } match)
            return null;
        return match.Groups[1].Value.ToLowerInvariant() switch
        {
            "utf-8" or "utf8" => Encoding.UTF8,
            "euc-kr" or "ks_c_5601-1987" or "ks_c_5601-1989" or "ksc5601" or "cp949" or "ms949" or "windows-949" or "x-windows-949" => TextEncoding.Cp949,
            "iso-8859-1" or "latin1" or "us-ascii" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
            var name => CodePagesEncodingProvider.Instance.GetEncoding(name),
        };
    }

    [GeneratedRegex("""<(?:meta|\?xml)\s[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();
}
