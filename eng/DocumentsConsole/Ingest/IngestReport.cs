using System.Globalization;
using Spectre.Console;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>Says of each file what became of it, and of all at the end.</summary>
sealed class IngestReport(IAnsiConsole console)
{
    const int MostWarnings = 5;

    readonly Lock telling = new();
    int published;
    int failed;
    int superseded;
    int unopened;

    public bool AllPublished => failed + superseded == 0;

    /// <summary>Of which it was told.</summary>
    public int Ended => published + failed + superseded;

    /// <summary>May be called from any thread.</summary>
    public void Tell(Outcome outcome)
    {
        lock (telling)
        {
            switch (outcome)
            {
                case { Status: Outcome.Published, Document: var document }:
                    published++;
                    TellPublished(outcome.Id, document!);
                    break;
                case { Status: Outcome.Superseded }:
                    superseded++;
                    Write("superseded", Color.Yellow, outcome.Id, "another file was handed in for it meanwhile");
                    break;
                default:
                    failed++;
                    Write("failed", Color.Red, outcome.Id, $"{outcome.Code ?? outcome.Status}: {outcome.Reason}");
                    break;
            }
        }
    }

    /// <param name="leftOut">How many entries of folders were passed over.</param>
    /// <param name="took">Since the first file.</param>
    public void Sum(int leftOut, TimeSpan took)
    {
        if (leftOut > 0)
            console.WriteLine($"Hidden files, and links to folders, are left out: {Number(leftOut)}.");
        if (unopened > 0)
            console.WriteLine($"Of {Number(unopened)} published this tree's key holds no label, so that eng/search does not find them: eng/grant LABEL");
        console.WriteLine(
            $"{Number(published)} published, {Number(failed)} failed{(superseded > 0 ? $", {Number(superseded)} superseded" : "")} in "
            + string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s."));
    }

    void TellPublished(string id, Document document)
    {
        if (document.Version is null)
            unopened++;
        Write("published", Color.Green, id, document switch
        {
            { Version: null } => "under labels that this key does not hold",
            { WarningCount: 0 } => Count(document.Chunks, "chunk"),
            _ => $"{Count(document.Chunks, "chunk")}, {Count(document.WarningCount, "warning")}",
        });
        var shown = document.Warnings.Take(MostWarnings).ToArray();
        foreach (var warning in shown)
            console.WriteLine($"    {Screen.Line($"{warning.Code}: {warning.Message}{(warning.Place is null ? "" : $" ({warning.Place})")}")}");
        if (document.WarningCount > shown.Length)
            console.WriteLine($"    ... {Number(document.WarningCount - shown.Length)} more");
    }

    // In one piece: what is drawn below the lines is drawn anew between two.
    void Write(string status, Color color, string id, string more) =>
        console.Write(new Paragraph($"{status,-12}", color).Append($"{Screen.Line(id)}  {Screen.Line(more)}\n"));

    static string Count(int count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
