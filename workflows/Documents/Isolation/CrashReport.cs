using System.Text;

namespace Asan.Documents.Isolation;

/// <summary>
/// Reads what a worker writes to its standard error, to the end, and keeps a little: lines that the runtime writes when it dies. Anything else
/// could be text of a document.
/// </summary>
sealed class CrashReport
{
    const int Longest = 4 * 1024;
    const int LongestLine = 400;

    readonly StringBuilder kept = new();

    public async Task ReadAsync(StreamReader error)
    {
        var line = new StringBuilder();
        var buffer = new char[1024];
        for (int got; (got = await error.ReadAsync(buffer)) > 0;)
        {
            foreach (var c in buffer.AsSpan(0, got))
            {
                if (c == '\n')
                {
                    Keep(line.ToString());
                    line.Clear();
                }
                else if (line.Length < LongestLine)
                {
                    line.Append(c);
                }
            }
        }

        Keep(line.ToString());
    }

    public override string ToString() => kept.ToString().TrimEnd();

    void Keep(string line)
    {
        if (kept.Length >= Longest || Safe(line) is not { } safe)
            return;
        kept.AppendLine(safe);
    }

    // An exception is told with its type alone: the message may quote the document.
    static string? Safe(string line) => line switch
    {
        _ when line.StartsWith("   at ", StringComparison.Ordinal) => line,
        _ when line.StartsWith("Stack overflow", StringComparison.Ordinal) => "Stack overflow.",
        _ when line.StartsWith("Out of memory", StringComparison.Ordinal) => "Out of memory.",
        _ when line.StartsWith("Unhandled exception. ", StringComparison.Ordinal) => line.Split(':', 2)[0],
        _ when line.StartsWith("Fatal error", StringComparison.Ordinal) => "Fatal error.",
        _ when line.StartsWith("GC heap initialization failed", StringComparison.Ordinal) => "GC heap initialization failed.",
        _ => null,
    };
}
