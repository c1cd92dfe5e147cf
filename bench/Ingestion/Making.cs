using System.IO.Compression;
using System.Text;

namespace Asan.Bench.Ingestion;

/// <summary>Documents that were never anybody's: Korean words by lot, the same for the same seed.</summary>
static class Making
{
    static readonly string[] Words =
    [
        "환자", "혈압", "투여", "검사", "결과", "당뇨", "인슐린", "수술", "병동", "간호", "기록", "처방", "용량", "진단", "외래", "입원", "퇴원", "감염", "관리", "지침", "평가", "위험", "낙상", "예방"
        , "항생제", "치료", "경과", "관찰", "증상", "호흡", "맥박", "체온", "수액", "영양", "재활", "통증", "면역", "종양", "내과", "외과",
    ];

    static readonly string[] Endings = ["을", "를", "이", "가", "은", "는", "에", "에서", "으로", "와", "의", "도"];

    /// <summary>A paragraph of about so many letters.</summary>
    public static string Paragraph(Random random, int letters)
    {
        var text = new StringBuilder(letters + 20);
        while (text.Length < letters)
            text.Append(Words[random.Next(Words.Length)]).Append(Words[random.Next(Words.Length)]).Append(Endings[random.Next(Endings.Length)]).Append(random.Next(12) == 0 ? $" {random.Next(10_000)}. " : " ");
        return text.ToString();
    }

    /// <summary>One of three kinds in turn: DOCX, HWPX, text.</summary>
    public static (string Name, byte[] File, long Letters) Document(int seed, int pages)
    {
        var random = new Random(seed);
        string[] paragraphs = [.. Enumerable.Range(0, pages * 2).Select(_ => Paragraph(random, 350))];
        var letters = paragraphs.Sum(paragraph => (long)paragraph.Length);
        return (seed % 3) switch
        {
            0 => ($"{seed}.docx", Zip(
                ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""),
                ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""),
                ("word/document.xml", $"""<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{string.Concat(paragraphs.Select(p => $"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>"))}</w:body></w:document>""")), letters),
            1 => ($"{seed}.hwpx", Zip(
                ("mimetype", "application/hwp+zip"),
                ("Contents/content.hpf", """<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest><opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/></opf:manifest><opf:spine><opf:itemref idref="section0"/></opf:spine></opf:package>"""),
                ("Contents/section0.xml", $"""<hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">{string.Concat(paragraphs.Select((p, i) => $"<hp:p id=\"{i}\" paraPrIDRef=\"0\" styleIDRef=\"0\"><hp:run charPrIDRef=\"0\"><hp:t>{p}</hp:t></hp:run></hp:p>"))}</hs:sec>""")), letters),
            _ => ($"{seed}.txt", Encoding.UTF8.GetBytes(string.Join("\n\n", paragraphs)), letters),
        };
    }

    /// <summary>Writes lines until there are so many bytes.</summary>
    public static void Text(Stream stream, long bytes)
    {
        var random = new Random(1);
        string[] lines = [.. Enumerable.Range(0, 5_000).Select(_ => Paragraph(random, 120))];
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        while (stream.Position < bytes - (1 << 17))
            text.WriteLine(lines[random.Next(lines.Length)]);
    }

    /// <summary>Writes a table of eight columns.</summary>
    public static void Csv(Stream stream, int rows)
    {
        var random = new Random(2);
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        text.WriteLine("번호,일자,부서,검사,결과,단위,판정,비고");
        for (var row = 1; row <= rows; row++)
            text.WriteLine($"{row},2026-{random.Next(1, 13):00}-{random.Next(1, 29):00},{Words[random.Next(Words.Length)]},{Words[random.Next(Words.Length)]},{random.NextDouble() * 100:F2},mg/dL,{Endings[random.Next(Endings.Length)]},\"{Words[random.Next(Words.Length)]}, {Words[random.Next(Words.Length)]}\"");
    }

    static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(text);
            }

        return bytes.ToArray();
    }
}
