using Asan.Documents.Word;

namespace Asan.Documents.Docx;

/// <summary>Fields: an instruction, and the result that is shown in its place. They may reach over paragraphs, and stand in each other.</summary>
sealed partial class ParagraphReader
{
    // What a field within another's instruction gives is what that one computes with, and is not shown.
    bool IsWithinInstruction()
    {
        for (var i = 0; i < story.Fields.Count - 1; i++)
            if (story.Fields[i].ResultAt is null && !story.Fields[i].IsMarked)
                return true;
        return false;
    }

    void ReadSimpleField(Element field)
    {
        var from = text.Length;
        ReadAll(field.Children);
        if (field.Attribute("instr") is { } instruction)
            text.Cover(from, length => FieldInstruction.Parse(TextBuilder.WellFormed(instruction)).On(from, length));
    }

    void ReadFieldMark(Element mark)
    {
        switch (mark.Attribute("fldCharType"))
        {
            case "begin":
                story.Fields.Add(new OpenField(mark));
                break;
            case "separate" when story.Fields.Count > 0:
                story.Fields[^1].ResultAt ??= text.Length;
                break;
            case "end" when story.Fields.Count > 0:
                var field = story.Fields[^1];
                story.Fields.RemoveAt(story.Fields.Count - 1);
                End(field);
                break;
        }
    }

    void End(OpenField field)
    {
        var instruction = FieldInstruction.Parse(TextBuilder.WellFormed(field.Instruction));
        var form = field.Start.ChildOrNothing("ffData");
        var name = form.Value("name") is { Length: > 0 } given ? TextBuilder.WellFormed(given) : null;
        if (instruction.Kind == "FORMCHECKBOX")
        {
            var box = form.ChildOrNothing("checkBox");
            text.Add(new FormControl(text.Length, "checkBox", Value: box.Flag("checked") ?? box.Flag("default") ?? false ? "☒" : "☐"));
        }
        else if (instruction.Kind == "FORMDROPDOWN")
        {
            var entries = form.ChildOrNothing("ddList").Children.Where(c => c.Name == "listEntry").Select(c => c.Attribute("val")).ToArray();
            var chosen = WordValues.Number(form.ChildOrNothing("ddList").Value("result")) ?? 0;
            text.Add(new FormControl(text.Length, "dropDown", Value: TextBuilder.WellFormed(entries.ElementAtOrDefault(chosen) ?? "")));
        }
        else if (field is { ResultAt: { } from, IsMarked: false })
        {
            text.Cover(from, length => instruction.On(from, length, name));
        }
    }

    // A field that goes on in the next paragraph is marked where it began; one whose result has not begun by now is broken, and would swallow what follows.
    void EndFields()
    {
        story.Fields.RemoveAll(field => field.ResultAt is null);
        foreach (var field in story.Fields)
        {
            if (!field.IsMarked && field.ResultAt is { } from)
                text.Cover(from, length => FieldInstruction.Parse(TextBuilder.WellFormed(field.Instruction)).On(from, length));
            field.IsMarked = true;
        }
    }
}
