using System.Text;

namespace Asan.Documents.Hwp;

/// <summary>Reads the command of a hyperlink: a target with <c>\</c> before what is not a separator, then <c>;</c> and settings.</summary>
static class HwpLink
{
    public static string Target(string command)
    {
        var target = new StringBuilder(command.Length);
        for (var i = 0; i < command.Length && command[i] != ';'; i++)
        {
            if (command[i] == '\\' && i + 1 < command.Length)
                i++;
            target.Append(command[i]);
        }

        return target.ToString();
    }
}
