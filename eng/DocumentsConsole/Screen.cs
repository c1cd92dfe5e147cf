using Asan.Workflows.Search.Text;
using Spectre.Console;

namespace Asan.DocumentsConsole;

/// <summary>Where a person reads: a terminal, or a file without colours and without breaks that nobody wrote.</summary>
static class Screen
{
    const int LongestLine = 2_000;
    const int Unbroken = 100_000;

    public static IAnsiConsole Open() => Console.IsOutputRedirected ? Plain(Console.Out) : AnsiConsole.Console;

    /// <summary>A file to be read later, or by a program.</summary>
    public static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Unbroken;
        return console;
    }

    /// <summary>What documents, files or hosts say, as one line that a terminal only shows.</summary>
    public static string Line(string text) => ShownText.Line(text.Replace('\t', ' '), LongestLine);
}
