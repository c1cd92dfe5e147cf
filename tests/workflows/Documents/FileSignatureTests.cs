using System.Text;
using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class FileSignatureTests
{
    [Theory]
    [InlineData("HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05", RefusalCodes.LegacyFormat)]
    [InlineData("HWP Document File V2.10 \x1a\x01\x02\x03\x04\x05", RefusalCodes.LegacyFormat)]
    [InlineData("<?xml version=\"1.0\"?>\n<HWPML Version=\"2.8\"><HEAD/></HWPML>", RefusalCodes.UnsupportedFormat)]
    [InlineData("%PDF-1.7\n", RefusalCodes.UnsupportedFormat)]
    [InlineData("{\\rtf1\\ansi hello}", RefusalCodes.UnsupportedFormat)]
    [InlineData("", RefusalCodes.UnknownFormat)]
    public void What_is_not_read_is_refused_by_its_name(string text, string code) => Assert.Equal(code, Reading.Refusal(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("이 글은 <HWPML> 파일이 아니다.", null, FileFormat.Text)]
    [InlineData("# 제목\n\n글", null, FileFormat.Text)]
    [InlineData("# 제목\n\n글", "readme.MD", FileFormat.Markdown)]
    [InlineData("<p align=center>제목</p>\n# 글", "readme.md", FileFormat.Markdown)]
    [InlineData("<!-- 표 -->\n<!DOCTYPE html><p>글", "표.csv", FileFormat.Html)]
    [InlineData("\n <table><tr><td>글", "표.xls", FileFormat.Html)]
    [InlineData("<html><body>글", "note.txt", FileFormat.Html)]
    [InlineData("번호,이름,나이\n1,김,30\n2,이,40\n", null, FileFormat.Csv)]
    [InlineData("번호,이름,나이\n1,김,30\n2,이,40\n", "lab.txt", FileFormat.Text)]
    [InlineData("번호\n1\n2\n", "C:\\lab\\one.CSV", FileFormat.Csv)]
    [InlineData("첫째, 둘째\n그리고, 셋째, 넷째\n끝", null, FileFormat.Text)]
    public void Kinds_of_text_are_told_by_their_bytes_and_else_by_their_name(string text, string? name, FileFormat format) =>
        Assert.Equal(format, FileSignature.Sniff(
            Encoding.UTF8.GetBytes(text), new ParseBudget(new ParseOptions { FileName = name }, TestContext.Current.CancellationToken)));

    [Fact]
    public void Hwpml_in_wide_letters_is_known_as_well() =>
        Assert.Equal(RefusalCodes.UnsupportedFormat, Reading.Refusal([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\"?><HWPML>")]));

    [Fact]
    public void An_encrypted_office_file_and_any_other_compound_file_are_told_apart()
    {
        Assert.Equal(RefusalCodes.UnsupportedEncryption, Reading.Refusal(new CompoundFileMaker().Add("EncryptedPackage", new byte[5000]).ToBytes()));
        Assert.Equal(RefusalCodes.UnsupportedFormat, Reading.Refusal(new CompoundFileMaker().Add("Workbook", new byte[5000]).ToBytes()));
    }

    [Fact]
    public void A_file_larger_than_the_limit_is_refused_before_it_is_looked_at() =>
        Assert.Equal(RefusalCodes.FileTooLarge, Reading.Refusal(new byte[2000], new() { Limits = new() { FileBytes = 1999 } }));

    [Fact]
    public void A_file_that_was_cancelled_says_so()
    {
        var maker = new HwpMaker();
        maker.Section().Paragraph(0, 0, "글");

        Assert.ThrowsAny<OperationCanceledException>(() => DocumentReader.Read(maker.ToBytes(), ParseOptions.Default, new CancellationToken(canceled: true)));
    }
}
