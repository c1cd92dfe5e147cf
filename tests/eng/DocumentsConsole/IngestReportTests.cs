using Asan.DocumentsConsole.Ingest;

namespace Asan.DocumentsConsole.Tests;

public sealed class IngestReportTests
{
    readonly StringWriter written = new() { NewLine = "\n" };
    readonly IngestReport report;

    public IngestReportTests() => report = new(Screen.Plain(written));

    [Fact]
    public void Warnings_stand_below_their_document_and_the_sum_at_the_end()
    {
        report.Tell(new("a.hwp", Outcome.Published, Document: new(Guid.NewGuid(), 1, [new("damaged", "A stream ends early.", "Section0")], 7, null)));
        report.Sum(leftOut: 0, TimeSpan.FromSeconds(1.2));

        Assert.True(report.AllPublished);
        Assert.Equal("published   a.hwp  1 chunk, 7 warnings\n    damaged: A stream ends early. (Section0)\n    ... 6 more\n1 published, 0 failed in 1.2 s.\n", Written);
    }

    [Fact]
    public void What_this_key_cannot_find_is_pointed_out()
    {
        report.Tell(new("a.hwp", Outcome.Published, Document: new(null, 0, [], 0, null)));
        report.Sum(leftOut: 0, TimeSpan.Zero);

        Assert.Contains("eng/grant", Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Outcome.Failed)]
    [InlineData(Outcome.Superseded)]
    public void One_that_is_not_published_is_enough_for_not_all(string status)
    {
        report.Tell(new("a.hwp", Outcome.Published, Document: new(Guid.NewGuid(), 1, [], 0, null)));
        report.Tell(new("b.hwp", status, "unknown-format", "It is none."));

        Assert.False(report.AllPublished);
    }

    [Fact]
    public void Names_and_reasons_bring_no_control_characters_to_a_terminal()
    {
        report.Tell(new("a\u001b[2J\nb", Outcome.Failed, "x\u0007", "y\r\u202e"));

        Assert.Equal("failed      a[2J b  x: y\n", Written);
    }

    string Written => written.ToString().ReplaceLineEndings("\n");
}
