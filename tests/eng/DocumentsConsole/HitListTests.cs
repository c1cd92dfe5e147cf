using System.Globalization;
using System.Text.RegularExpressions;
using Asan.DocumentsConsole.Search;
using Spectre.Console;

namespace Asan.DocumentsConsole.Tests;

public sealed partial class HitListTests
{
    // Clears the screen, renames the window, turns the direction of writing, goes back over the line; the last are the same in eight bits.
    const string Hostile = "a\u001b[2Jb\u001b]0;pwned\u0007c\u202ed\rE\bF\u009b2Jg\u200bh";

    [Fact]
    public void Nothing_that_documents_say_is_obeyed_by_a_terminal()
    {
        var hit = new Hit(Hostile, Hostile, Hostile, 1, [Hostile, "b"], new(Hostile, [new(3, 8)]), new(1, 1, 1, Hostile));

        var shown = OwnCodes().Replace(Print(new([hit], new([new(Hostile, 1)], [new(Hostile, 1)])), terminal: true), "");

        Assert.DoesNotContain(shown.EnumerateRunes(), rune =>
            rune.Value is not '\n' && System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format);
        Assert.Contains("a[2Jb]0;pwnedcd", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_of_documents_stays_text()
    {
        var hit = new Hit("[red]a[/]", "[link=http://x]t[/]", "txt", 1, ["[bold]p"], new("[/] [blink]s", []), new(1, 1, 1));

        var shown = Print(new([hit], null), terminal: false);

        Assert.All(["[red]a[/]", "[link=http://x]t[/]", "[bold]p", "[/] [blink]s"], text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Found_words_are_marked_on_a_terminal_and_nothing_is_in_a_file()
    {
        var found = new Found([new("a.txt", "낙상 예방", "txt", 12.5, ["낙상 예방", "위험 평가"], new("노란 팔찌\t순회", [new(0, 2), new(6, 2)]), new(1, 4, 4))], null);

        var marked = MarkedWords().Matches(Print(found, terminal: true)).Select(word => word.Groups[1].Value);
        Assert.Equal(["노란", "순회"], marked);
        Assert.Equal(" 1. 낙상 예방\n    위험 평가\n    노란 팔찌 | 순회\n    a.txt, section 1, paragraph 4 (score 12.5)\n", Print(found, terminal: false));
    }

    [Theory]
    [InlineData(-3, 2)]
    [InlineData(2, 900)]
    [InlineData(900, 2)]
    [InlineData(1, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Marks_that_do_not_fit_the_text_lose_none_of_it(int start, int length)
    {
        var shown = Print(new([new("a", null, "txt", 1, [], new("passage", [new(start, length), new(0, 3)]), new(1))], null), terminal: false);

        Assert.Contains("passage", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_terminal_breaks_a_passage_within_its_indentation()
    {
        var text = string.Join(' ', Enumerable.Repeat("환자", 60));

        var lines = Print(new([new("a", "t", "txt", 1, [], new(text, []), new(1))], null), terminal: true).Split('\n').Where(line => line.Contains("환자", StringComparison.Ordinal)).ToArray();

        Assert.True(lines.Length > 3);
        Assert.All(lines, line => Assert.StartsWith("    환자", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Sum(letter => letter > 0x7F ? 2 : 1), 1, 40));
    }

    [Fact]
    public void That_nothing_was_found_is_said() => Assert.Contains("Nothing was found", Print(new([], null), terminal: false), StringComparison.Ordinal);

    static string Print(Found found, bool terminal)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        HitList.Print(terminal ? Terminal(writer) : Screen.Plain(writer), found);
        return writer.ToString().ReplaceLineEndings("\n");
    }

    static IAnsiConsole Terminal(StringWriter writer)
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 40;
        return console;
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex OwnCodes();

    [GeneratedRegex(@"\x1b\[1;[0-9;]+m(.*?)\x1b\[0m")]
    private static partial Regex MarkedWords();
}
