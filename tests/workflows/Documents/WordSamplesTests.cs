using System.Text;
using Asan.Documents.Exports;
using Asan.Tests;

namespace Asan.Documents.Tests;

/// <summary>Word documents that nobody here wrote, beside what others read of them.</summary>
public sealed class WordSamplesTests
{
    static readonly TextOptions Typed = TextOptions.Typed with { WithFurniture = false, WithRemarks = false };

    static string Shared(params string[] path) => File.ReadAllText(Path.Combine([SharedData.Require("data/documents"), .. path]), Encoding.UTF8);

    static string Letters(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [Theory]
    [InlineData("d26-docx-korean.docx")]
    [InlineData("d27-docx-rich-cells.docx")]
    public void DOCX_has_the_letters_of_mammoth_in_their_order(string name) =>
        Assert.Equal(Letters(Shared("peers", "mammoth", $"{name}.txt")), Letters(TextExport.Write(SampleDocuments.Open(name), Typed)));

    [Fact]
    public void DOCX_has_every_table_cell_and_picture()
    {
        var counts = SampleDocuments.Open("d27-docx-rich-cells.docx").Counts;

        Assert.Equal((9, 42, 0, 2, 2), (counts.Tables, counts.Cells, counts.MergedCells, counts.NestedTables, counts.Pictures));
    }

    [Theory]
    [InlineData("d28-doc-form.doc")]
    [InlineData("d29-doc-cjk.doc")]
    public void DOC_has_nearly_every_expected_letter_and_no_others(string name)
    {
        var expected = Bag(Shared("expected", $"{name}.txt"));
        var read = Bag(TextExport.Write(SampleDocuments.Open(name), Typed));

        var common = expected.Sum(letter => Math.Min(letter.Value, read.GetValueOrDefault(letter.Key)));
        Assert.True(common >= 0.995 * expected.Values.Sum(), $"{common} of {expected.Values.Sum()} expected letters were read");
        Assert.True(common >= 0.995 * read.Values.Sum(), $"{common} of {read.Values.Sum()} letters that were read are expected");
    }

    [Fact]
    public void A_zip_that_lost_its_end_is_refused_as_damaged() => Assert.Equal(RefusalCodes.Damaged, SampleDocuments.Refusal("d30-docx-truncated.docx").Code);

    static Dictionary<char, int> Bag(string text) => Letters(text.Normalize(NormalizationForm.FormKC)).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());
}
