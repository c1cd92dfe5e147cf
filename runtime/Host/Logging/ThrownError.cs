using System.Data.Common;
using System.Text;

namespace Asan.Runtime.Host.Logging;

/// <summary>
/// What a function threw, as logs may tell it: types, codes and places. Its words may name somebody (a key that is taken, a row that does not fit), so
/// they are told where somebody asks for <see cref="Microsoft.Extensions.Logging.LogLevel.Debug"/> alone.
/// </summary>
static class ThrownError
{
    const int Deepest = 8;

    public static string WithoutWords(Exception error)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (Exception? cause = error; cause is not null && depth < Deepest; cause = cause.InnerException, depth++)
        {
            text.Append(depth == 0 ? "" : "caused by ").Append(cause.GetType().FullName);
            if (cause is DbException { SqlState: { } state })
                text.Append(" (SQLSTATE ").Append(state).Append(')');
            text.AppendLine().AppendLine(cause.StackTrace);
        }

        return text.ToString().TrimEnd();
    }
}
