using Asan.Documents.Exports;

namespace Asan.Documents.Tests;

public sealed class SamplesTests
{
    [Theory]
    [InlineData("d01-hwp-table-ipc.hwp", 11, 1739, 0)]
    [InlineData("d02-hwp-stats-2010.hwp", 2, 69, 4)]
    [InlineData("d03-hwp-footnotes-30.hwp", 12, 414, 24)]
    [InlineData("d04-hwp-viewtext.hwp", 0, 0, 0)]
    [InlineData("d06-hwp-numbering.hwp", 0, 0, 0)]
    [InlineData("d07-hwp-5022-picture.hwp", 3, 6, 0)]
    [InlineData("d08-hwp-nested-table.hwp", 2, 6, 0)]
    [InlineData("d10-hwp-ministry-stress.hwp", 1, 239, 222)]
    [InlineData("d12-hwp-noori.hwp", 5, 40, 1)]
    [InlineData("d14-hwp-fdi-2024q1.hwp", 26, 1453, 97)]
    [InlineData("d20-hwp-loading-fail.hwp", 19, 110, 27)]
    [InlineData("d21-misnamed-hwp.hwpx", 144, 812, 54)]
    [InlineData("d32-hwp-bitflip.hwp", 26, 1453, 97)]
    [InlineData("d09-hwpx-nested-table.hwpx", 2, 6, 0)]
    [InlineData("d11-hwpx-ministry-stress.hwpx", 1, 239, 222)]
    [InlineData("d13-hwpx-noori.hwpx", 5, 40, 1)]
    [InlineData("d15-hwpx-fdi-2024q1.hwpx", 26, 1453, 97)]
    [InlineData("d17-hwpx-form-002.hwpx", 15, 440, 358)]
    [InlineData("d18-hwpx-no-manifest.hwpx", 1, 12, 0)]
    [InlineData("d19-hwpx-parahead.hwpx", 0, 0, 0)]
    public void All_text_and_every_cell_is_read(string name, int tables, int cells, int merged)
    {
        var document = SampleDocuments.Open(name);

        var counts = document.Counts;
        Assert.Equal((tables, cells, merged), (counts.Tables, counts.Cells, counts.MergedCells));
        Assert.Equal(Letters(SampleDocuments.Expected(name)), Letters(TextExport.Write(document, TextOptions.Typed)));
    }

    [Theory]
    [InlineData("d08-hwp-nested-table.hwp", "d09-hwpx-nested-table.hwpx")]
    [InlineData("d10-hwp-ministry-stress.hwp", "d11-hwpx-ministry-stress.hwpx")]
    [InlineData("d12-hwp-noori.hwp", "d13-hwpx-noori.hwpx")]
    [InlineData("d14-hwp-fdi-2024q1.hwp", "d15-hwpx-fdi-2024q1.hwpx")]
    public void Both_forms_of_one_document_have_the_same_grids(string hwp, string hwpx) =>
        Assert.Equal(Grids.Of(SampleDocuments.Open(hwp)), Grids.Of(SampleDocuments.Open(hwpx)));

    [Theory]
    [InlineData("d05-hwp-password-12345.hwp", null, "encryption-version-0")]
    [InlineData("d05-hwp-password-12345.hwp", "12345", "encryption-version-0")]
    [InlineData("d16-hwp3.hwp", null, RefusalCodes.LegacyFormat)]
    [InlineData("d34-hwp-password-v4-12345.hwp", null, RefusalCodes.PasswordRequired)]
    [InlineData("d34-hwp-password-v4-12345.hwp", "54321", RefusalCodes.WrongPassword)]
    public void What_cannot_be_read_is_refused_by_name(string name, string? password, string code) =>
        Assert.Equal(code, SampleDocuments.Refusal(name, password).Code);

    [Fact]
    public void A_password_of_version_4_opens_the_document()
    {
        var document = SampleDocuments.Open("d34-hwp-password-v4-12345.hwp", "12345");

        Assert.Equal(FileFormat.Hwp, document.Format);
        Assert.NotEmpty(document.Sections.SelectMany(section => section.Blocks));
        Assert.Equal(WarningCodes.NoText, Assert.Single(document.Warnings).Code);
    }

    [Fact]
    public void What_stands_before_the_cut_is_read_with_a_warning()
    {
        var document = SampleDocuments.Open("d31-hwp-truncated60.hwp");

        Assert.NotEmpty(document.Warnings);
        Assert.True(document.Counts.Characters >= 103, "an independent reader found 103 characters");
    }

    [Fact]
    public void A_zip_that_lost_its_directory_is_read_whole()
    {
        var document = SampleDocuments.Open("d33-hwpx-truncated.hwpx");

        Assert.Contains(document.Warnings, warning => warning.Code == WarningCodes.Recovered);
        Assert.Equal(Letters(SampleDocuments.Expected("d15-hwpx-fdi-2024q1.hwpx")), Letters(TextExport.Write(document, TextOptions.Typed)));
    }

    [Fact]
    public void Numbers_and_bullets_are_those_that_are_shown()
    {
        var lines = TextExport.Write(SampleDocuments.Open("d19-hwpx-parahead.hwpx"), TextOptions.Shown).Split('\n');

        Assert.Contains("3.2. 번호3-2", lines);
        Assert.Contains("4.1.1.1. 번호-4-1-1-1", lines);
        Assert.Contains("4.1.2. 번호-4-1-2", lines);
        Assert.Contains("4.1.2.1. 번호-4-1-2-1", lines);
        Assert.Contains("다. 개요1-3", lines);
        Assert.Contains("1) 개요2-1-1", lines);
    }

    // Which letters there are, and how often: the order is a matter of taste where tables float.
    static string Letters(string text)
    {
        var letters = text.Where(c => !char.IsWhiteSpace(c)).ToArray();
        Array.Sort(letters);
        return new(letters);
    }
}
