using System.Globalization;
using Asan.Documents.Assembly;

namespace Asan.Documents.Exports.Docling;

/// <summary>One reading of <see cref="DoclingImport"/>: a walk from the body, depth first, that visits nothing twice.</summary>
sealed class DoclingReading(DoclingDocument source, ParseBudget budget)
{
    readonly HashSet<string> seen = new(StringComparer.Ordinal);
    readonly List<Furniture> furniture = [];
    int paragraphs;
    int tables;

    public Document Read(FileFormat format)
    {
        var blocks = new List<Block>();
        ReadChildren(source.Body, blocks, 0);
        ReadChildren(source.Furniture, [], 0);
        return new()
        {
            Format = format,
            Metadata = new() { Title = TitleOf() },
            Sections = [new() { Blocks = blocks, Furniture = furniture }],
            Warnings = budget.Warnings(),
        };
    }

    string? TitleOf()
    {
        foreach (var text in source.Texts)
            if (text?.Label == "title")
                return text.Text;
        return null;
    }

    void ReadChildren(DoclingItem item, List<Block> into, int depth)
    {
        if (!budget.Allows(depth))
            throw budget.TooDeep();
        foreach (var child in item.Children)
            Read(child, into, depth);
    }

    // Null, or without a target, where a list of another service's holds nothing.
    void Read(DoclingRef? reference, List<Block> into, int depth)
    {
        if (reference?.Ref is not { } target || !seen.Add(target))
            return;
        switch (Find(target))
        {
            case DoclingText text:
                Read(text, into, depth);
                break;
            case DoclingTable table:
                Read(table, into, depth);
                break;
            case DoclingPicture picture:
                into.Add(new Picture { Position = At(picture), Kind = picture.Label == "chart" ? PictureKind.Chart : PictureKind.Image, Caption = Captions(picture, depth) });
                ReadChildren(picture, into, depth + 1);
                break;
            case DoclingGroup { Label: "inline" } group:
                ReadInline(group, into, depth);
                break;
            case DoclingGroup group:
                ReadChildren(group, into, depth + 1);
                break;
            default:
                budget.Warn(WarningCodes.Missing, "The document refers to an item that is not in it.");
                break;
        }
    }

    DoclingItem? Find(string reference)
    {
        var slash = reference.LastIndexOf('/');
        if (slash < 0 || !int.TryParse(reference.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return null;
        return reference[..slash] switch
        {
            "#/texts" => source.Texts.ElementAtOrDefault(index),
            "#/tables" => source.Tables.ElementAtOrDefault(index),
            "#/pictures" => source.Pictures.ElementAtOrDefault(index),
            "#/groups" => source.Groups.ElementAtOrDefault(index),
            _ => null,
        };
    }

    Position At(DoclingContent item) => new(1, paragraphs, Page: item.Prov.Count > 0 ? item.Prov[0]?.PageNo ?? 0 : 0);

    void Read(DoclingText text, List<Block> into, int depth)
    {
        budget.Paragraph();
        paragraphs++;
        Block block = text.Label == "formula"
            ? new Equation { Position = At(text), Script = text.Text }
            : new Paragraph
            {
                Position = At(text),
                Text = text.Text,
                Heading = text.Label switch
                {
                    "title" => new(1, HeadingEvidence.Style),
                    "section_header" => new(Math.Clamp(text.Level ?? 1, 1, 10), HeadingEvidence.Style),
                    _ => null,
                },
                Marker = text.Label == "list_item" ? new(text.Marker ?? "", 1, text.Enumerated ?? false) : null,
                Inlines = string.IsNullOrEmpty(text.Hyperlink) ? [] : [new Link(0, text.Text.Length, text.Hyperlink)],
            };
        if (text.ContentLayer == "furniture" || text.Label is "page_header" or "page_footer")
            furniture.Add(new() { Kind = text.Label == "page_footer" ? FurnitureKind.Footer : FurnitureKind.Header, Position = At(text), Blocks = [block] });
        else
            into.Add(block);
        ReadChildren(text, into, depth + 1);
    }

    // Pieces of one paragraph, each with a look of its own.
    void ReadInline(DoclingGroup group, List<Block> into, int depth)
    {
        var pieces = new List<Block>();
        ReadChildren(group, pieces, depth + 1);
        var text = string.Join(' ', pieces.Select(piece => piece switch { Paragraph paragraph => paragraph.Text, Equation equation => equation.Script, _ => "" }).Where(piece => piece.Length > 0));
        into.Add(new Paragraph { Position = pieces.Count > 0 ? pieces[0].Position : default, Text = text });
        into.AddRange(pieces.Where(piece => piece is not (Paragraph or Equation)));
    }

    List<Block> Captions(DoclingFloating item, int depth)
    {
        var caption = new List<Block>();
        foreach (var reference in item.Captions)
            Read(reference, caption, depth + 1);
        return caption;
    }

    void Read(DoclingTable table, List<Block> into, int depth)
    {
        var number = ++tables;
        var where = At(table) with { Table = number };
        var caption = Captions(table, depth);
        var assembly = new TableAssembly(table.Data.NumRows, table.Data.NumCols, budget);
        foreach (var cell in table.Data.TableCells.OfType<DoclingTableCell>())
        {
            var place = assembly.Place(cell.StartRowOffsetIdx, cell.StartColOffsetIdx, cell.EndRowOffsetIdx - cell.StartRowOffsetIdx, cell.EndColOffsetIdx - cell.StartColOffsetIdx);
            assembly.Add(place, Content(cell, where with { Row = place.Row + 1, Column = place.Column + 1 }, depth + 1), cell.ColumnHeader);
        }

        into.Add(assembly.Finish(where, number, caption, repeatsHeader: false));
        ReadChildren(table, into, depth + 1);
    }

    List<Block> Content(DoclingTableCell cell, Position where, int depth)
    {
        var blocks = new List<Block>();
        if (cell.Ref is { } rich)
            Read(rich, blocks, depth);
        if (blocks.Count > 0)
            return blocks;
        budget.Paragraph();
        return [new Paragraph { Position = where, Text = cell.Text }];
    }
}
