namespace Asan.Documents.Isolation;

/// <summary>What stands in front of a file on its way to a worker.</summary>
/// <param name="Length">Bytes of the file; as many must follow.</param>
sealed record ParseRequest(long Length, ParseLimits Limits, string? Password, bool WithFiles, string? FileName)
{
    // A request is one frame, and of a name only the end tells anything.
    const int LongestName = 255;

    public static ParseRequest Of(long length, ParseOptions options) =>
        new(length, options.Limits, options.Password, options.WithFiles, options.FileName is { Length: > LongestName } name ? name[^LongestName..] : options.FileName);

    public ParseOptions ToOptions() => new() { Limits = Limits, Password = Password, WithFiles = WithFiles, FileName = FileName };
}
