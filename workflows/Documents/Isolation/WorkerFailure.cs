namespace Asan.Documents.Isolation;

/// <summary>
/// How a parser broke: the exception's type and where it was thrown. Never its message, which may hold text of the document.
/// </summary>
sealed record WorkerFailure(string Exception, string Trace)
{
    const int LongestTrace = 8 * 1024;

    public static WorkerFailure Of(Exception exception)
    {
        var trace = exception.StackTrace ?? "";
        return new(exception.GetType().FullName!, trace.Length > LongestTrace ? trace[..LongestTrace] : trace);
    }
}
