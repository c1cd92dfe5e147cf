using Asan.Documents.Word;

namespace Asan.Documents.Tests.Word;

public sealed class FieldInstructionTests
{
    [Theory]
    [InlineData("""HYPERLINK "http://a.example/x y" """, "http://a.example/x y")]
    [InlineData("HYPERLINK http://a.example", "http://a.example")]
    [InlineData("""hyperlink \l "place" """, "#place")]
    [InlineData("""HYPERLINK "a.doc" \l "place" \o "a tip" \t "_blank" """, "a.doc#place")]
    [InlineData("""HYPERLINK "c:\\folder\\a.doc" """, @"c:\folder\a.doc")]
    [InlineData("""HYPERLINK \h""", null)]
    [InlineData("HYPERLINK", null)]
    [InlineData("REF place", null)]
    [InlineData("", null)]
    public void A_link_leads_where_its_instruction_says(string instruction, string? target) =>
        Assert.Equal(target, FieldInstruction.Parse(instruction).LinkTarget());

    [Theory]
    [InlineData(@" PAGE \* MERGEFORMAT ", "PAGE")]
    [InlineData("ref x", "REF")]
    [InlineData(@"TOC\o", "TOC")]
    public void The_first_word_tells_its_kind(string instruction, string kind) => Assert.Equal(kind, FieldInstruction.Parse(instruction).Kind);
}
