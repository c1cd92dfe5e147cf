using System.Globalization;
using System.Text;
using Asan.Documents.Hwp;
using Asan.Documents.Numbering;
using Asan.Documents.Xml;

namespace Asan.Documents.Hwpx;

sealed partial class HwpxSectionReader
{
    // What may stand in a run: text, controls, objects. It ends at the end of the element it began at.
    void ReadItem(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var name = HwpxNames.Of(xml.Name);
        if (name is not (HwpxName.T or HwpxName.Run))
            budget.Object();
        switch (name)
        {
            case HwpxName.T:
                ReadText(ref xml, paragraph);
                break;
            case HwpxName.Run or HwpxName.Ctrl or HwpxName.Case or HwpxName.Default:
                for (var level = xml.Depth; xml.ReadChild(level);)
                    ReadItem(ref xml, paragraph);
                break;
            case HwpxName.Switch:
                ReadSwitch(ref xml, paragraph);
                break;
            case HwpxName.Tbl when Allows(ref xml, paragraph.Depth + 1):
                ReadTable(ref xml, paragraph);
                break;
            case HwpxName.Equation:
                ReadEquation(ref xml, paragraph);
                break;
            case HwpxName.P:
                // A paragraph inside of one stands for itself.
                var inner = new List<Block>();
                ReadParagraph(ref xml, inner, paragraph.Where, paragraph.Depth + 1);
                foreach (var block in inner)
                    paragraph.Add(block, inLine: false);
                break;
            case HwpxName.FootNote or HwpxName.EndNote:
                ReadNote(ref xml, paragraph, name == HwpxName.FootNote ? NoteKind.Footnote : NoteKind.Endnote);
                break;
            case HwpxName.HiddenComment:
                AddNote(NoteKind.HiddenComment, ReadLists(ref xml, paragraph.Where, paragraph.Depth + 1), paragraph);
                break;
            case HwpxName.Header or HwpxName.Footer:
                ReadFurniture(ref xml, paragraph, name == HwpxName.Header ? FurnitureKind.Header : FurnitureKind.Footer);
                break;
            case HwpxName.FieldBegin:
                ReadField(ref xml, paragraph);
                break;
            case HwpxName.FieldEnd:
                paragraph.EndField(xml.Attribute("beginIDRef"u8));
                xml.Skip();
                break;
            case HwpxName.Bookmark:
                if (xml.Attribute("name"u8) is { Length: > 0 } bookmark)
                    paragraph.Add(new Bookmark(paragraph.Text.Length, bookmark));
                xml.Skip();
                break;
            case HwpxName.AutoNum:
                ReadAutoNumber(ref xml, paragraph);
                break;
            case HwpxName.Compose:
                AddGenerated(GeneratedKind.Overlap, xml.Attribute("composeText"u8), paragraph);
                xml.Skip();
                break;
            case HwpxName.Dutmal:
                ReadAnnotation(ref xml, paragraph);
                break;
            case HwpxName.CheckBtn or HwpxName.RadioBtn or HwpxName.Btn or HwpxName.ComboBox or HwpxName.Edit or HwpxName.ListBox:
                ReadForm(ref xml, paragraph, name);
                break;
            case HwpxName.Tbl:
                break;
            case HwpxName.SecPr or HwpxName.Linesegarray or HwpxName.Parameters:
                xml.Skip();
                break;
            default:
                ReadShape(ref xml, paragraph);
                break;
        }
    }

    void ReadText(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var level = xml.Depth;
        while (xml.Read() && xml.Depth >= level)
        {
            var text = isDeleted ? paragraph.Deleted : paragraph.Text;
            if (xml.Token == XmlToken.Text)
                xml.AppendText(text);
            else if (xml.Token == XmlToken.Start)
                ReadMark(ref xml, paragraph, text);
        }
    }

    void ReadMark(ref XmlScanner xml, HwpxParagraph paragraph, StringBuilder text)
    {
        switch (HwpxNames.Of(xml.Name))
        {
            case HwpxName.Tab:
                text.Append('\t');
                break;
            case HwpxName.LineBreak:
                text.Append('\n');
                break;
            case HwpxName.NbSpace or HwpxName.FwSpace:
                text.Append(' ');
                break;
            case HwpxName.Hyphen:
                text.Append('-');
                break;
            case HwpxName.DeleteBegin:
                isDeleted = true;
                break;
            case HwpxName.DeleteEnd:
                isDeleted = false;
                paragraph.EndDeletion();
                break;
        }
    }

    // One branch of several that say the same: the first, which is the newest form.
    void ReadSwitch(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var isTaken = false;
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            if (isTaken)
                xml.Skip();
            else
                ReadItem(ref xml, paragraph);
            isTaken = true;
        }
    }

    static void AddNote(NoteKind kind, List<Block> blocks, HwpxParagraph paragraph, string mark = "", string? author = null) =>
        paragraph.Add(new NoteReference(paragraph.Text.Length, new() { Kind = kind, Mark = mark, Author = author, Position = paragraph.Where, Blocks = blocks }));

    static void AddGenerated(GeneratedKind kind, string? text, HwpxParagraph paragraph)
    {
        if (!string.IsNullOrEmpty(text))
            paragraph.Add(new GeneratedText(paragraph.Text.Length, kind, text));
    }

    void ReadNote(ref XmlScanner xml, HwpxParagraph paragraph, NoteKind kind)
    {
        var count = xml.Number("number"u8);
        var mark = count == 0 ? "" : $"{Letter(xml.Attribute("prefixChar"u8))}{NumberText.Of(count, NumberFormat.Digit)}{Letter(xml.Attribute("suffixChar"u8))}";
        AddNote(kind, ReadLists(ref xml, paragraph.Where, paragraph.Depth + 1), paragraph, mark);
    }

    // A character, or its code in digits.
    static string Letter(string? text) =>
        text is { Length: > 1 } && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code == 0 ? "" : ((char)code).ToString() : text ?? "";

    void ReadFurniture(ref XmlScanner xml, HwpxParagraph paragraph, FurnitureKind kind)
    {
        var pages = xml.Is("applyPageType"u8, "EVEN"u8) ? PageParity.Even : xml.Is("applyPageType"u8, "ODD"u8) ? PageParity.Odd : PageParity.All;
        var blocks = ReadLists(ref xml, paragraph.Where, paragraph.Depth + 1);
        if (blocks.Count > 0)
            furniture.Add(new() { Kind = kind, Pages = pages, Position = paragraph.Where, Blocks = blocks });
    }

    void ReadField(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var (id, name) = (xml.Attribute("id"u8), xml.Attribute("name"u8));
        var kind = Camel(xml.Attribute("type"u8));
        string? path = null, command = null, author = null;
        var memo = new List<Block>();
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            if (HwpxNames.Of(xml.Name) == HwpxName.SubList)
                ReadLists(ref xml, memo, paragraph.Where, paragraph.Depth + 1);
            else
                ReadParameters(ref xml, ref path, ref command, ref author);
        }

        if (kind == "memo")
            AddNote(NoteKind.Memo, memo, paragraph, author: author);
        else if (kind == "hyperlink")
            paragraph.BeginField(id, kind, name, path ?? (command is null ? null : HwpLink.Target(command)));
        else
            paragraph.BeginField(id, kind, string.IsNullOrEmpty(name) ? null : name, command);
    }

    static void ReadParameters(ref XmlScanner xml, ref string? path, ref string? command, ref string? author)
    {
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            var parameter = xml.Attribute("name"u8);
            var value = xml.ReadText();
            if (parameter == "Path" && value.Length > 0)
                path = value;
            else if (parameter == "Command" && value.Length > 0)
                command = value;
            else if (parameter == "Author" && value.Length > 0)
                author = value;
        }
    }

    // CLICK_HERE becomes clickHere.
    static string Camel(string? type)
    {
        if (string.IsNullOrEmpty(type))
            return "unknown";
        var text = new StringBuilder(type.Length);
        for (var i = 0; i < type.Length; i++)
            if (type[i] != '_')
                text.Append(i > 0 && type[i - 1] == '_' ? char.ToUpperInvariant(type[i]) : char.ToLowerInvariant(type[i]));
        return text.ToString() switch { "summery" => "summary", "crossref" => "crossReference", "tableofcontents" => "tableOfContents", var other => other };
    }

    static void ReadAutoNumber(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var count = xml.Number("num"u8);
        var isPage = xml.Is("numType"u8, "PAGE"u8) || xml.Is("numType"u8, "TOTAL_PAGE"u8);
        var (format, prefix, suffix) = (NumberFormat.Digit, "", "");
        for (var level = xml.Depth; xml.ReadChild(level); xml.Skip())
        {
            if (HwpxNames.Of(xml.Name) != HwpxName.AutoNumFormat)
                continue;
            format = NumberText.Named(xml.Attribute("type"u8));
            (prefix, suffix) = (Letter(xml.Attribute("prefixChar"u8)), Letter(xml.Attribute("suffixChar"u8)));
        }

        // The number of the page depends on where the text is printed.
        if (!isPage && count > 0)
            AddGenerated(GeneratedKind.Number, prefix + NumberText.Of(count, format) + suffix, paragraph);
    }

    static void ReadAnnotation(ref XmlScanner xml, HwpxParagraph paragraph)
    {
        var (main, sub) = ("", "");
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            var name = HwpxNames.Of(xml.Name);
            var text = xml.ReadText();
            if (name == HwpxName.MainText)
                main = text;
            else if (name == HwpxName.SubText)
                sub = text;
        }

        if (main.Length + sub.Length > 0)
            AddGenerated(GeneratedKind.Annotation, $"{main}({sub})", paragraph);
    }

    static void ReadForm(ref XmlScanner xml, HwpxParagraph paragraph, HwpxName name)
    {
        var kind = name switch
        {
            HwpxName.CheckBtn => "checkBox",
            HwpxName.RadioBtn => "radioButton",
            HwpxName.Btn => "button",
            HwpxName.ComboBox => "comboBox",
            HwpxName.ListBox => "listBox",
            _ => "edit",
        };
        var caption = xml.Attribute("caption"u8);
        var value = xml.Attribute("selectedValue"u8) ?? (name is HwpxName.CheckBtn or HwpxName.RadioBtn ? Checked(xml.Attribute("value"u8)) : null);
        for (var level = xml.Depth; xml.ReadChild(level);)
        {
            if (HwpxNames.Of(xml.Name) == HwpxName.Text)
                value = xml.ReadText();
            else
                xml.Skip();
        }

        paragraph.Add(new FormControl(paragraph.Text.Length, kind, Empty(caption), Empty(value)));
    }

    static string? Checked(string? value) => value == "CHECKED" ? "☑" : null;

    static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
