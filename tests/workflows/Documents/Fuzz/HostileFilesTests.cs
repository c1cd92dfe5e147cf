using System.IO.Compression;
using System.Text;
using Asan.Documents.Making;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>Attacks that have a name, on HWP and HWPX: each is refused by its own, or costs a part and says so. Those on DOCX stand with its tests.</summary>
public sealed class HostileFilesTests
{
    const string Section = """<hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">@</hs:sec>""";

    static byte[] Hwpx(string section) => new HwpxMaker().Section(HwpxMaker.Paragraph("first")).Entry("Contents/section0.xml", section).ToBytes();

    static byte[] Hwp(byte[] packedSection)
    {
        var maker = new HwpMaker();
        maker.Section().Paragraph(0, 0, "x");
        var whole = CompoundFiles.CompoundFile.Open(maker.ToBytes(), new ParseBudget(ParseOptions.Default, CancellationToken.None));
        var made = new CompoundFileMaker();
        foreach (var entry in whole.Entries)
            made.Add(entry.Path, entry.Path == "BodyText/Section0" ? packedSection : whole.Read(entry).Bytes.Span);
        return made.ToBytes();
    }

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>""", "&x;")]
    [InlineData("""<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>""", "&c;")]
    [InlineData("""<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">""", "text")]
    public void Entities_of_HWPX_are_refused_by_name(string declaration, string text) =>
        Assert.Equal(RefusalCodes.DocumentTypeDeclared, Reading.Refusal(
            Hwpx("""<?xml version="1.0"?>""" + declaration + Section.Replace("@", $"<hp:p><hp:run><hp:t>{text}</hp:t></hp:run></hp:p>", StringComparison.Ordinal))));

    [Fact]
    public void A_stream_of_HWP_that_unpacks_to_gigabytes_is_refused_by_name()
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < 40; i++)
                deflate.Write(new byte[1 << 20]);

        Assert.Equal(RefusalCodes.RatioTooHigh, Reading.Refusal(Hwp(packed.ToArray())));
    }

    [Fact]
    public void A_flip_in_a_packed_section_costs_what_follows_it_and_says_so()
    {
        var records = new HwpRecordWriter();
        for (var i = 0; i < 400; i++)
            records.Paragraph(0, 0, $"진료 기록 {i} {new Random(i).NextInt64():x16}{new Random(~i).NextInt64():x16}");
        var packed = HwpMaker.Deflate(records.ToBytes());

        for (var at = 100; at < packed.Length; at += 97)
        {
            byte[] flipped = [.. packed];
            flipped[at] ^= 0x10;
            switch (Reading.Parse(Hwp(flipped)))
            {
                case ParseResult.Parsed { Document: var document }:
                    // A flip may change letters and nothing else; what it ends is told.
                    Assert.True(document.Warnings.Count > 0 || document.Counts.Paragraphs >= 390, $"a flip at {at} lost paragraphs without a word");
                    Assert.True(document.Counts.Characters > 0);
                    break;
                case ParseResult.Refused { Refusal.Code: var code }:
                    Assert.Equal(RefusalCodes.Damaged, code);
                    break;
            }
        }
    }

    [Fact]
    public void A_zip_within_HWPX_is_never_opened()
    {
        var inner = HwpxMaker.Zip([new("Contents/section0.xml", new byte[32 << 20])]);

        var document = Reading.Open(new HwpxMaker().Section(HwpxMaker.Paragraph("outer")).Entry("BinData/inner.zip", HwpxMaker.Zip([new("a.zip", inner)])).ToBytes());

        Assert.Equal("outer", Assert.IsType<Paragraph>(Assert.Single(Reading.Body(document))).Text);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("..\\..\\secret")]
    public void A_path_that_leads_out_of_HWPX_leads_nowhere(string path)
    {
        var document = Reading.Open(new HwpxMaker()
            .Entry(path, "secret")
            .Entry("Contents/content.hpf", $"""<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest><opf:item id="image1" href="{path}"/></opf:manifest></opf:package>""")
            .Section(HwpxMaker.Paragraph("text"), HwpxMaker.Run("""<hp:pic><hp:img binaryItemIDRef="image1"/></hp:pic>""")).ToBytes());

        Assert.All(document.Files, file => Assert.DoesNotContain("root:", Encoding.UTF8.GetString(file.Bytes.Span), StringComparison.Ordinal));
        Assert.All(document.Files, file => Assert.DoesNotContain("..", file.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_million_cells_that_are_there_are_refused_by_name()
    {
        var row = new StringBuilder("<hp:tr>").Insert(7, "<hp:tc/>", 1000).Append("</hp:tr>").ToString();
        var section = new StringBuilder(10_000 * row.Length).Append("""<hp:p><hp:run><hp:tbl rowCnt="10000" colCnt="1000">""");
        for (var i = 0; i < 10_000; i++)
            section.Append(row);
        var file = Hwpx(Section.Replace("@", section.Append("</hp:tbl></hp:run></hp:p>").ToString(), StringComparison.Ordinal));

        Assert.Equal(RefusalCodes.TooManyCells, Reading.Refusal(file, new ParseOptions { Limits = new() { Ratio = int.MaxValue } }));
    }

    [Fact]
    public void A_million_entries_are_refused_by_name()
    {
        // The directory's own count, before any entry is looked at.
        var file = HwpxMaker.Zip([new("Contents/section0.xml", [1])]);
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 22 + 10), (ushort)60_000);

        Assert.Equal(RefusalCodes.TooManyEntries, Reading.Refusal(file));
    }
}
