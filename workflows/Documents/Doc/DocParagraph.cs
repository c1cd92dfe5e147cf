using Asan.Documents.Assembly;
using Asan.Documents.Word;

namespace Asan.Documents.Doc;

/// <summary>Reads one paragraph: its text as it is with all tracked changes accepted, and what hangs at places in it.</summary>
sealed class DocParagraph(DocContext context, DocFields fields, CellAddress? cell, int depth)
{
    readonly TextBuilder text = new();
    readonly List<(int At, Block Block, bool InLine)> objects = [];
    readonly List<(DocField Field, int At)> open = [];
    readonly List<(int From, char Character)> deleted = [];
    ParagraphProperties paragraph = ParagraphProperties.Plain;

    public void Read(int from, int to, ParagraphProperties properties, List<Block> into)
    {
        paragraph = properties;
        var assembly = new ParagraphAssembly
        {
            Position = context.At(cell),
            Heading = context.Styles.HeadingOf(properties),
            Marker = Marker(),
            Style = properties.Style == 0 ? null : context.Styles.Find(properties.Style)?.Name,
        };
        foreach (var (start, end, characters) in context.Text.Runs(from, to))
            ReadRun(start, end, characters);
        FlushDeleted();
        foreach (var (field, at) in open)
            Cover(field, at);

        foreach (var inline in text.Inlines)
            assembly.Add(inline);
        foreach (var (at, block, inLine) in objects)
            assembly.Add(at, block, inLine);
        assembly.Finish(text.Text, into);
    }

    ListMarker? Marker()
    {
        var styled = context.Styles.Chain(paragraph.Style).FirstOrDefault(style => style.Paragraph.List is not null)?.Paragraph;
        var list = paragraph.List ?? styled?.List ?? 0;
        return list == 0 ? null : context.Lists.Next(list, paragraph.ListLevel ?? styled?.ListLevel ?? 0);
    }

    void ReadRun(int from, int to, CharacterProperties characters)
    {
        var hidden = characters.IsHidden ?? IsHiddenByStyle(characters.Style);
        var start = text.Length;
        for (var place = from; place < to; place++)
        {
            var c = context.Text[place];
            foreach (var note in context.Anchors.NotesAt(place))
                AddNote(note);
            if (c is DocFields.Begin or DocFields.Separate or DocFields.End)
                ReadFieldMark(place, c);
            else if (!fields.IsUnseen(place))
                ReadCharacter(place, c, characters);
        }

        if (hidden)
            text.Hide(start);
    }

    bool IsHiddenByStyle(int? style) =>
        context.Styles.Chain(style ?? paragraph.Style).Select(s => s.Characters.IsHidden).FirstOrDefault(h => h is not null) ?? false;

    void ReadCharacter(int place, char c, CharacterProperties characters)
    {
        if (characters.IsDeleted)
        {
            if (c >= ' ')
                deleted.Add((text.Length, c));
            return;
        }

        FlushDeleted();
        if (characters is { IsSpecial: true, Symbol: var (font, symbol) })
            text.Append(SymbolFonts.Map(context.Fonts.Name(font), symbol)?.ToString() ?? ((char)symbol).ToString());
        else if (c < ' ')
            ReadControl(place, c, characters);
        else if (c is >= '\uF000' and <= '\uF0FF' && SymbolFonts.Map(FontOf(characters), c) is { } mapped)
            text.Append(mapped.ToString());
        else
            text.Append(c);
    }

    string? FontOf(CharacterProperties characters) => characters.Font is { } font ? context.Fonts.Name(font) : null;

    void ReadControl(int place, char c, CharacterProperties characters)
    {
        switch (c)
        {
            case '\x01' when characters.IsSpecial && !characters.IsData && context.Pictures.InLine(characters, context.At(cell)) is { } picture:
                objects.Add((text.Length, picture, true));
                break;
            case '\x08':
                foreach (var block in context.Anchors.BlocksAt(place, context.At(cell), depth))
                    objects.Add((text.Length, block, false));
                break;
            case '\t' or '\n':
                text.Append(c);
                break;
            case '\x0B':
                text.Append('\n');
                break;
            case '\x1E':
                text.Append('\u2011');
                break;
            case '\x1F':
                text.Append('\u00AD');
                break;
        }
    }

    // Neighbours that went together are one deletion.
    void FlushDeleted()
    {
        if (deleted.Count == 0)
            return;
        text.Add(new DeletedText(deleted[0].From, TextBuilder.WellFormed(string.Concat(deleted.Select(d => d.Character)))));
        deleted.Clear();
    }

    void AddNote(DocNote note)
    {
        var (story, mark) = (new DocStory(context, note.From, note.To, depth + 1), note.Mark);
        var position = context.At(cell);
        // A note's own paragraphs are cited by the place that it hangs at.
        var block = context.Block;
        var blocks = story.Read();
        context.Block = block;
        text.Add(new NoteReference(text.Length, new()
        {
            Kind = note.Kind,
            Mark = mark,
            Author = note.Author,
            Position = position,
            Blocks = blocks,
        }));
    }

    void ReadFieldMark(int place, char c)
    {
        switch (c)
        {
            case DocFields.Begin when fields.At(place) is { } begun:
                open.Add((begun, -1));
                break;
            case DocFields.Separate when open.Count > 0 && open[^1].Field.Separate == place:
                open[^1] = (open[^1].Field, text.Length);
                break;
            case DocFields.End when open.Count > 0 && open[^1].Field.End == place:
                var (field, at) = open[^1];
                open.RemoveAt(open.Count - 1);
                if (!fields.IsUnseen(place) || at >= 0)
                    End(field, at);
                break;
        }
    }

    void End(DocField field, int at)
    {
        if (field.Instruction.Kind is "FORMCHECKBOX" or "FORMDROPDOWN")
        {
            var data = FormData.Read(context.Pictures.Data, FormLocation(field));
            text.Add(new FormControl(text.Length, field.Instruction.Kind == "FORMCHECKBOX" ? "checkBox" : "dropDown", Value: data?.Shown ?? "☐"));
        }
        else
        {
            Cover(field, at);
        }
    }

    // What a form field is set to hangs at a character in its instruction.
    int? FormLocation(DocField field)
    {
        foreach (var (from, to, characters) in context.Text.Runs(field.Begin + 1, field.End))
            if (characters is { IsData: true, Location: { } location } && context.Text.Slice(from, to).Contains('\x01'))
                return location;
        return null;
    }

    void Cover(DocField field, int at)
    {
        if (at >= 0)
            text.Cover(at, length => field.Instruction.On(at, length));
    }
}
