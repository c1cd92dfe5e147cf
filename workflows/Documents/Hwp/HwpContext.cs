using Asan.Documents.Assembly;
using Asan.Documents.Numbering;

namespace Asan.Documents.Hwp;

/// <summary>What goes on from one section to the next.</summary>
sealed class HwpContext(HwpDocInfo info, HwpFiles files, ParseBudget budget)
{
    public HwpDocInfo Info => info;

    public HwpFiles Files => files;

    public ParseBudget Budget => budget;

    public NumberingState Numbers { get; } = new();

    /// <summary>How many tables there were so far.</summary>
    public int Tables { get; set; }

    public PageCounter Pages { get; } = new();

    /// <summary>Memos whose place in the text is known and whose own text comes later, by the token that ties the two.</summary>
    public Dictionary<uint, List<Block>> Memos { get; } = [];
}
