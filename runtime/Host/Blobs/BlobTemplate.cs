using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Text with tokens in braces, as the official bindings have it: <c>{folder}/{name}.{ext}</c>; a doubled brace is a brace.</summary>
sealed class BlobTemplate
{
    // What needs no data: a new id, and the time.
    static readonly string[] System = ["rand-guid", "datetime"];

    readonly IReadOnlyList<(string Text, bool IsToken)> parts;

    BlobTemplate(IReadOnlyList<(string, bool)> parts) => this.parts = parts;

    /// <summary>The tokens that take their value from data.</summary>
    public IEnumerable<string> Tokens => parts.Where(part => part.IsToken && !System.Contains(Name(part.Text), StringComparer.OrdinalIgnoreCase)).Select(part => part.Text);

    /// <summary>The literal text before the first token.</summary>
    public string Beginning => string.Concat(parts.TakeWhile(part => !part.IsToken).Select(part => part.Text));

    /// <summary>The literal text behind the last token; all of it where there is none.</summary>
    public string Ending => string.Concat(parts.Reverse().TakeWhile(part => !part.IsToken).Reverse().Select(part => part.Text));

    /// <exception cref="FormatException">A brace is open or stray, or a token empty. The message is a clause that follows the text.</exception>
    public static BlobTemplate Parse(string text)
    {
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is '{' or '}' && doubled)
                literal.Append(text[i++]);
            else if (text[i] == '}')
                throw new FormatException("closes a brace that nobody opened");
            else if (text[i] != '{')
                literal.Append(text[i]);
            else
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                    throw new FormatException("opens a brace and does not close it");
                Add(parts, literal);
                parts.Add((Token(text[(i + 1)..end]), true));
                i = end;
            }
        }

        Add(parts, literal);
        return new(parts);
    }

    /// <summary>An expression that takes a name apart: each token takes as much as it can, the first ones first, slashes too, as on the official host.</summary>
    /// <exception cref="FormatException">Nobody can tell where one of its tokens ends, or one comes twice.</exception>
    public Regex ToRegex()
    {
        if (parts.Zip(parts.Skip(1)).Any(pair => pair.First.IsToken && pair.Second.IsToken))
            throw new FormatException("has two tokens with nothing between them");
        if (parts.Where(part => part.IsToken).GroupBy(part => part.Text, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FormatException($"has the token {{{twice.Key}}} twice");
        if (parts.FirstOrDefault(part => part.IsToken && !IsIdentifier(part.Text)) is { Text: { } bad })
            throw new FormatException($"has the token {{{bad}}}, which can be no parameter's name");

        // Without backtracking: names come from others, and must not choose how long this takes.
        return new Regex(
            string.Concat(["^", .. parts.Select(part => part.IsToken ? $"(?<{part.Text}>.*)" : Regex.Escape(part.Text)), "$"]),
            RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    }

    /// <summary>The text with every token replaced.</summary>
    /// <exception cref="InvalidOperationException">The data lacks one.</exception>
    public string Resolve(IReadOnlyDictionary<string, object?> data, TimeProvider time) =>
        string.Concat(parts.Select(part => part.IsToken ? Value(part.Text, data, time) : part.Text));

    static string Value(string token, IReadOnlyDictionary<string, object?> data, TimeProvider time)
    {
        var format = token.IndexOf(':', StringComparison.Ordinal) is var at and > 0 ? token[(at + 1)..] : null;
        if (Name(token).Equals("rand-guid", StringComparison.OrdinalIgnoreCase))
            return Guid.NewGuid().ToString(format);
        if (Name(token).Equals("datetime", StringComparison.OrdinalIgnoreCase))
            return time.GetUtcNow().UtcDateTime.ToString(format ?? "yyyy-MM-ddTHH-mm-ssK", CultureInfo.InvariantCulture);

        var value = data.FirstOrDefault(entry => entry.Key.Equals(token, StringComparison.OrdinalIgnoreCase)).Value;
        return Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException($"A blob's path asks for {{{token}}}, which this invocation does not have");
    }

    static void Add(List<(string, bool)> parts, StringBuilder literal)
    {
        if (literal.Length == 0)
            return;
        parts.Add((literal.ToString(), false));
        literal.Clear();
    }

    static string Token(string text) => text.Trim() is { Length: > 0 } token ? token : throw new FormatException("has a token without a name");

    static string Name(string token) => token.Split(':', 2)[0];

    static bool IsIdentifier(string token) => (char.IsLetter(token[0]) || token[0] == '_') && token.All(c => char.IsLetterOrDigit(c) || c == '_');
}
