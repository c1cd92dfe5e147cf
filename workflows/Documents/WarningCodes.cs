namespace Asan.Documents;

/// <summary>The names of all warnings.</summary>
public static class WarningCodes
{
    /// <summary>A stream or entry ends before it should: what came before was read, what came after is lost.</summary>
    public const string Truncated = "truncated";

    /// <summary>A stream or entry is damaged: what could be read was, the rest is lost.</summary>
    public const string Damaged = "damaged";

    /// <summary>The container's own directory is lost; entries were found by looking for them.</summary>
    public const string Recovered = "recovered";

    /// <summary>Something the document refers to is not in the file.</summary>
    public const string Missing = "missing";

    /// <summary>Addresses or spans that cannot be (a cell outside its table, two cells at one place) were corrected.</summary>
    public const string Corrected = "corrected";

    /// <summary>A part was left unread, because it is nested deeper or is larger than the limits allow.</summary>
    public const string Skipped = "skipped";

    /// <summary>Bytes that mean nothing in the text's encoding are shown as U+FFFD.</summary>
    public const string WrongBytes = "wrong-bytes";

    /// <summary>The text's encoding is a guess: letters beyond ASCII may be others.</summary>
    public const string EncodingGuessed = "encoding-guessed";

    /// <summary>A part that its program does not show was read like the others.</summary>
    public const string Hidden = "hidden";

    /// <summary>The document was read whole, and there is no text in it.</summary>
    public const string NoText = "no-text";
}
