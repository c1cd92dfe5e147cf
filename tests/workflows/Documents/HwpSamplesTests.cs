using Asan.Documents.Exports;

namespace Asan.Documents.Tests;

public sealed class HwpSamplesTests
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
    public void All_text_and_every_cell_is_read(string name, int tables, int cells, int merged)
    {
        var document = SampleDocuments.Open(name);

        var counts = document.Counts;
        Assert.Equal((tables, cells, merged), (counts.Tables, counts.Cells, counts.MergedCells));
        Assert.Equal(Letters(SampleDocuments.Expected(name)), Letters(TextExport.Write(document, TextOptions.Typed)));
    }

    // Which letters there are, and how often: the order is a matter of taste where tables float.
    static string Letters(string text)
    {
        var letters = text.Where(c => !char.IsWhiteSpace(c)).ToArray();
        Array.Sort(letters);
        return new(letters);
    }
}
