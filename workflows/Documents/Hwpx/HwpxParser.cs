using System.Text;
using Asan.Documents.Xml;
using Asan.Documents.Zip;

namespace Asan.Documents.Hwpx;

/// <summary>Reads HWPX (OWPML, KS X 6101): the published format, and what real files make of it.</summary>
sealed class HwpxParser : IDocumentParser
{
    public FileFormat Format => FileFormat.Hwpx;

    public Document Parse(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var zip = ZipPackage.Open(file, budget);
        if (zip.IsRecovered)
            budget.Warn(WarningCodes.Recovered, "The directory of the zip is lost: its entries were found by looking for them.");
        var container = new HwpxContainer(zip, budget);
        var content = ReadContent(container, budget);
        var header = ReadHeader(container, budget);
        var files = new HwpxFiles(container, content, budget);
        var context = new HwpxContext(header, files, budget);
        var sections = ReadSections(container, context, budget);
        var masterPages = ReadMasterPages(container, context);
        return new()
        {
            Format = FileFormat.Hwpx,
            FormatVersion = header.Version,
            Metadata = content.Metadata with { Preview = Preview(container) },
            Sections = sections,
            MasterPages = masterPages,
            Files = files.All,
            Warnings = budget.Warnings(),
        };
    }

    static HwpxContent ReadContent(HwpxContainer container, ParseBudget budget)
    {
        using var bytes = container.TryRead("Contents/content.hpf");
        return bytes is null ? new() : HwpxContent.Read(XmlBytes.ToUtf8(bytes.Span), budget.Limits.XmlDepth);
    }

    static HwpxHeader ReadHeader(HwpxContainer container, ParseBudget budget)
    {
        const string Name = "Contents/header.xml";
        using var bytes = container.TryRead(Name);
        if (bytes is null)
        {
            budget.Warn(WarningCodes.Missing, "Styles and numberings are lost.", Name);
            return HwpxHeader.Empty;
        }

        var header = HwpxHeader.Read(XmlBytes.ToUtf8(bytes.Span), budget);
        if (header.IsDamaged)
            budget.Warn(WarningCodes.Damaged, "Styles and numberings end early.", Name);
        return header;
    }

    static List<Section> ReadSections(HwpxContainer container, HwpxContext context, ParseBudget budget)
    {
        var sections = new List<Section>();
        foreach (var entry in container.Numbered("section"))
        {
            using var bytes = container.Read(entry);
            sections.Add(new HwpxSectionReader(context, sections.Count + 1).Read(XmlBytes.ToUtf8(bytes.Span), out var isDamaged));
            if (isDamaged && bytes.IsWhole)
                budget.Warn(WarningCodes.Damaged, "The section is damaged: what came before was read, the rest is lost.", entry.Name);
        }

        return sections;
    }

    static List<Furniture> ReadMasterPages(HwpxContainer container, HwpxContext context)
    {
        var pages = new List<Furniture>();
        foreach (var entry in container.Numbered("masterpage"))
        {
            using var bytes = container.Read(entry);
            var page = new HwpxSectionReader(context, 0).ReadMasterPage(XmlBytes.ToUtf8(bytes.Span));
            if (page.Blocks.Count > 0)
                pages.Add(page);
        }

        return pages;
    }

    static string? Preview(HwpxContainer container)
    {
        using var bytes = container.TryRead("Preview/PrvText.txt");
        if (bytes is null)
            return null;
        var text = Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF').TrimEnd('\0');
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
