namespace Asan.Runtime.Blobs;

/// <summary>
/// Which names blobs may have, in either store: those that stay inside their container and mean the same in both. Names come from whoever may drop a
/// file, and go into paths, addresses and patterns.
/// </summary>
public static class BlobNames
{
    const int Longest = 1024;
    const int LongestSegment = 200;

    /// <summary>Why this is no name; null when it is one.</summary>
    public static string? Refusal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > Longest)
            return $"a name has 1 to {Longest} characters";
        if (name.Any(char.IsControl) || name.Contains('\\') || name.Contains('\uFFFD') || HasLoneSurrogate(name))
            return "a name has no control character, no backslash and no broken character";
        if (name.StartsWith('/') || name.Contains(':'))
            return "a name is relative to its container";
        var segments = name.Split('/');
        if (segments.Any(segment => segment is "" or "." or ".."))
            return "a name has no empty, '.' or '..' segment: it stays inside its container";
        return segments.Any(segment => System.Text.Encoding.UTF8.GetByteCount(segment) > LongestSegment)
            ? $"a segment of a name has at most {LongestSegment} bytes"
            : null;
    }

    /// <summary>Whether a segment begins with a dot: such files belong to programs (temporary ones, locks) and are never blobs.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.') || name.Contains("/.", StringComparison.Ordinal);

    internal static void Require(string name)
    {
        if (Refusal(name) is { } reason)
            throw new BlobRefusedException($"This blob name is refused: {reason}.");
        if (IsHidden(name))
            throw new BlobRefusedException("This blob name is refused: a segment that begins with a dot is hidden.");
    }

    static bool HasLoneSurrogate(string name)
    {
        for (var i = 0; i < name.Length; i++)
            if (char.IsSurrogate(name[i]) && !(char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[++i])))
                return true;
        return false;
    }
}
