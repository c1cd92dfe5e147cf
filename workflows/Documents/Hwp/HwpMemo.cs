namespace Asan.Documents.Hwp;

/// <summary>Reads the command of a memo's field: <c>MEMO/65535/1/…/…/author/\;;</c>.</summary>
static class HwpMemo
{
    const int AuthorAt = 5;

    /// <returns>Null when it is not told.</returns>
    public static string? Author(string command)
    {
        var parts = command.Split('/');
        return parts.Length > AuthorAt + 1 && parts[AuthorAt].Trim() is { Length: > 0 } author ? author : null;
    }
}
