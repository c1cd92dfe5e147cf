using Asan.Documents.Word;

namespace Asan.Documents.Doc;

/// <summary>
/// The fields of a story. A field begins, has an instruction, may have a result, and ends; only the result is shown. Marks that have no partner are
/// not of a field: what stands behind them is text.
/// </summary>
sealed class DocFields
{
    public const char Begin = '\x13';
    public const char Separate = '\x14';
    public const char End = '\x15';
    const int DeepestNesting = 256;
    const int LongestInstruction = 4096;

    readonly Dictionary<int, DocField> byBegin = [];
    readonly List<(int From, int To)> unseen = [];
    int cursor;

    public static DocFields Read(DocText text, int from, int to)
    {
        var fields = new DocFields();
        var open = new Stack<(int Begin, int Separate)>();
        for (var place = from; place < to; place++)
        {
            switch (text[place])
            {
                case Begin when open.Count < DeepestNesting:
                    open.Push((place, -1));
                    break;
                case Separate when open.TryPeek(out var asked) && asked.Separate < 0:
                    open.Pop();
                    open.Push((asked.Begin, place));
                    break;
                case End when open.TryPop(out var field):
                    fields.Add(text, field.Begin, field.Separate, place);
                    break;
            }
        }

        fields.unseen.Sort();
        return fields;
    }

    void Add(DocText text, int begin, int separate, int end)
    {
        var instructionEnd = separate < 0 ? end : separate;
        var instruction = new string(text.Slice(begin + 1, Math.Min(instructionEnd, begin + 1 + LongestInstruction)));
        byBegin.Add(begin, new(begin, separate, end, FieldInstruction.Parse(TextBuilder.WellFormed(string.Concat(instruction.Where(c => c >= ' '))))));
        unseen.Add((begin, instructionEnd));
    }

    public DocField? At(int begin) => byBegin.GetValueOrDefault(begin);

    /// <summary>Whether a place is within an instruction. Places must be asked for in rising order.</summary>
    public bool IsUnseen(int place)
    {
        while (cursor < unseen.Count && unseen[cursor].To < place)
            cursor++;
        // Fields nest in each other's instructions, so the first that has not ended may lie within another; those sort behind it.
        return cursor < unseen.Count && unseen[cursor].From <= place;
    }
}
