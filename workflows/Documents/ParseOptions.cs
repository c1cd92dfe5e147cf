namespace Asan.Documents;

/// <summary>How a file is to be read.</summary>
public sealed record ParseOptions
{
    public static ParseOptions Default { get; } = new();

    public ParseLimits Limits { get; init; } = ParseLimits.Default;

    /// <summary>Opens a protected file; null when there is none. Never logged and never part of a document.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// What the file is called, or the end of it (<c>lab.csv</c>); null when nothing. Asked only where bytes cannot tell: between plain text, Markdown and
    /// CSV. Never a path to open.
    /// </summary>
    public string? FileName { get; init; }

    /// <summary>False leaves the bytes of pictures out: the pictures are still there, with their captions.</summary>
    public bool WithFiles { get; init; } = true;

    // A record prints its members, and this one would print the password and what may be a patient's name.
    public override string ToString() => $"{nameof(ParseOptions)} {{ {nameof(WithFiles)} = {WithFiles}, {nameof(Password)} = {(Password is null ? "none" : "given")} }}";
}
