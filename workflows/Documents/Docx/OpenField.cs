using System.Text;

namespace Asan.Documents.Docx;

/// <summary>A field whose end has not come yet.</summary>
/// <param name="start">The element that began it, with what a form field is set to.</param>
sealed class OpenField(Element start)
{
    // An instruction is a line; this is where a runaway one is cut.
    const int LongestInstruction = 4096;

    readonly StringBuilder instruction = new();

    public Element Start => start;

    /// <summary>Where in the paragraph its result begins; null while its instruction is read.</summary>
    public int? ResultAt { get; set; }

    /// <summary>The paragraph in which its result began has ended: what follows cannot be marked any more.</summary>
    public bool IsMarked { get; set; }

    public string Instruction => instruction.ToString().Trim();

    public void Add(string piece)
    {
        if (instruction.Length < LongestInstruction)
            instruction.Append(piece);
    }
}
