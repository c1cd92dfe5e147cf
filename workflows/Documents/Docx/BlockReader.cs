using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>Reads blocks: the paragraphs and tables of a body, cell, note or box, whatever is wrapped around them.</summary>
sealed class BlockReader(Story story)
{
    /// <param name="depth">How many tables, boxes and notes stand around these blocks.</param>
    public List<Block> Read(IEnumerable<Element> elements, CellAddress? cell, int depth)
    {
        if (!story.Context.Budget.Allows(depth))
            throw story.Context.Budget.TooDeep();
        var blocks = new List<Block>();
        foreach (var element in elements)
            Read(element, blocks, cell, depth);
        return blocks;
    }

    public void Read(Element element, List<Block> into, CellAddress? cell, int depth)
    {
        switch (element.Name)
        {
            case "p":
                ReadParagraph(element, into, cell, depth);
                break;
            case "tbl":
                new TableReader(story).Read(element, into, cell, depth);
                break;
            case "sdt":
                ReadAll(element.ChildOrNothing("sdtContent"), into, cell, depth);
                break;
            case "mc:AlternateContent":
                if (AlternateContent.Branch(element) is { } branch)
                    ReadAll(branch, into, cell, depth);
                break;
            case "customXml" or "smartTag" or "ins" or "moveTo":
                ReadAll(element, into, cell, depth);
                break;
            case "m:oMathPara" or "m:oMath":
                into.Add(new Equation { Position = story.Context.At(cell), Script = MathText.Linear(element) });
                break;
            case "altChunk":
                story.Context.Budget.Warn(WarningCodes.Skipped, "A part in another format is embedded in the text, and was not read.");
                break;
        }
    }

    void ReadAll(Element wrapper, List<Block> into, CellAddress? cell, int depth)
    {
        foreach (var child in wrapper.Children)
            Read(child, into, cell, depth);
    }

    void ReadParagraph(Element paragraph, List<Block> into, CellAddress? cell, int depth)
    {
        // Without its end, a paragraph runs on into the next.
        var mark = paragraph.ChildOrNothing("pPr").ChildOrNothing("rPr");
        if (mark.Child("del") is not null || mark.Child("moveFrom") is not null)
        {
            story.Merged.AddRange(paragraph.Children.Where(child => child.Name != "pPr"));
            return;
        }

        new ParagraphReader(story, cell, depth).Read(paragraph, into);
    }

    /// <summary>What a deleted paragraph end left over where no paragraph follows.</summary>
    public void Finish(List<Block> into)
    {
        if (story.Merged.Count > 0)
            new ParagraphReader(story, cell: null, depth: 0).Read(new Element("p"), into);
    }
}
