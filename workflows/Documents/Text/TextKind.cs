using System.Text.RegularExpressions;
using Asan.Documents.Csv;

namespace Asan.Documents.Text;

/// <summary>Tells kinds of text apart: HTML by what it begins with, the others by the file's name, and without one only what can be nothing else.</summary>
static partial class TextKind
{
    const int FewestColumns = 3;

    /// <returns><see cref="FileFormat.Unknown"/> when the bytes are no text.</returns>
    public static FileFormat Of(ReadOnlyMemory<byte> file, string? name)
    {
        if (TextEncoding.Of(file.Span[..Math.Min(file.Length, TextHead.Bytes)]) is not { } encoding)
            return FileFormat.Unknown;
        var head = TextHead.Of(file, encoding);
        var named = ByName(name);
        // Markdown and text may begin with a tag and go on as they are.
        if (Page().IsMatch(head) || (named is null or FileFormat.Html && Markup().IsMatch(head)))
            return FileFormat.Html;
        if (named is { } kind and not FileFormat.Html)
            return kind;
        return CsvDialect.Of(head, TextHead.IsWhole(file)) is { IsRegular: true, Fields: >= FewestColumns } ? FileFormat.Csv : FileFormat.Text;
    }

    static FileFormat? ByName(string? name) => Path.GetExtension(name)?.ToLowerInvariant() switch
    {
        ".txt" or ".text" or ".log" => FileFormat.Text,
        ".md" or ".markdown" => FileFormat.Markdown,
        ".htm" or ".html" or ".xhtml" => FileFormat.Html,
        ".csv" or ".tsv" or ".tab" => FileFormat.Csv,
        _ => null,
    };

    [GeneratedRegex(@"\A\s*(?:<\?xml.{0,200}?\?>\s*)?(?:<!--.{0,4000}?-->\s*){0,10}<(?:!doctype\s+html|html|head|body)[\s/>]", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Page();

    [GeneratedRegex(@"\A\s*<(?:!--|meta|title|link|style|script|div|span|p|br|hr|h[1-6]|table|tr|td|ul|ol|li|dl|center|font|b|i|a|img|section|article|main|pre|form)(?:[\s/>]|--)", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();
}
