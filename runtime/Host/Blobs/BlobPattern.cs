using System.Text.RegularExpressions;
using Asan.Runtime.Blobs;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Which blobs a trigger wants, and what the parts of their names are called.</summary>
sealed class BlobPattern
{
    /// <summary>Says that a folder is complete; it is no data itself.</summary>
    public const string CompleteMark = "_COMPLETE";

    // How programs name what they have not finished writing.
    static readonly string[] Unfinished = [".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", "~"];

    readonly Regex? expression;
    readonly string beginning;
    readonly string ending;

    /// <exception cref="FormatException">The path is none a trigger can have. The message is a clause that follows the text.</exception>
    public BlobPattern(BlobPath path)
    {
        if (path.Container.Tokens.Any())
            throw new FormatException("has a token in its container: a trigger watches one");
        Container = path.Container.Beginning;
        expression = path.Name?.ToRegex();
        beginning = path.Name?.Beginning ?? "";
        Tokens = [.. path.Name?.Tokens ?? []];
        ending = path.Name?.Ending ?? "";
    }

    public string Container { get; }

    /// <summary>What all names begin with: nothing else need be listed.</summary>
    public string Prefix => beginning;

    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The parts of a name that is wanted; null for others.</summary>
    public IReadOnlyDictionary<string, string>? Match(Blob blob, bool writesAreAtomic)
    {
        if (BlobNames.IsHidden(blob.Name) || (IsMark(blob.Name) && !IsMark(ending)))
            return null;
        if (!writesAreAtomic && Unfinished.Any(end => blob.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase) && !ending.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (expression is null)
            return new Dictionary<string, string>();

        var match = expression.Match(blob.Name);
        return match.Success ? Tokens.ToDictionary(token => token, token => match.Groups[token].Value) : null;
    }

    static bool IsMark(string name) => name == CompleteMark || name.EndsWith($"/{CompleteMark}", StringComparison.Ordinal);
}
