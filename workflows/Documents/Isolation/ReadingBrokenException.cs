namespace Asan.Documents.Isolation;

/// <summary>
/// A document cannot be read to its end, and pieces of it were given already: whatever was made of them is to be undone. Read once more it would most likely
/// break again.
/// </summary>
public sealed class ReadingBrokenException(Refusal refusal) : IOException(refusal.Reason)
{
    /// <summary>Why: <c>timed-out</c>, <c>out-of-memory</c>, <c>parser-failed</c>, <c>result-too-large</c>, or a limit that was passed on the way.</summary>
    public Refusal Refusal => refusal;
}
