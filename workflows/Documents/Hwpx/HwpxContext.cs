using Asan.Documents.Assembly;
using Asan.Documents.Numbering;

namespace Asan.Documents.Hwpx;

/// <summary>What goes on from one section to the next.</summary>
sealed class HwpxContext(HwpxHeader header, HwpxFiles files, ParseBudget budget)
{
    public HwpxHeader Header => header;

    public HwpxFiles Files => files;

    public ParseBudget Budget => budget;

    public NumberingState Numbers { get; } = new();

    public PageCounter Pages { get; } = new();

    /// <summary>How many tables there were so far.</summary>
    public int Tables { get; set; }
}
