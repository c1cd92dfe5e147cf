using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>Where the cells of a row begin and end, in twentieths of a point, and how they are merged ([MS-DOC] 2.9.324).</summary>
sealed class RowDefinition
{
    const int CellLength = 20;
    const int HorizontalMask = 3;
    const int VerticalShift = 5;

    readonly int[] edges;
    readonly int[] horizontal;
    readonly int[] vertical;

    RowDefinition(int count)
    {
        edges = new int[count + 1];
        horizontal = new int[count];
        vertical = new int[count];
    }

    public int Count => horizontal.Length;

    /// <summary>One more than there are cells, from left to right.</summary>
    public IReadOnlyList<int> Edges => edges;

    public static RowDefinition Read(ReadOnlySpan<byte> operand)
    {
        var row = new RowDefinition(U8(operand, 0));
        for (var i = 0; i < row.edges.Length; i++)
            // No cell ends before it begins; where a file says so, it has no width.
            row.edges[i] = Math.Max((short)U16(operand, 1 + 2L * i), i == 0 ? int.MinValue : row.edges[i - 1]);
        var cells = 1 + 2L * row.edges.Length;
        for (var i = 0; i < row.Count; i++)
        {
            var flags = U16(operand, cells + CellLength * (long)i);
            row.horizontal[i] = flags & HorizontalMask;
            row.vertical[i] = (flags >> VerticalShift) & 3;
        }

        return row;
    }

    public void SetVertical(int cell, int merge)
    {
        if (cell < Count)
            vertical[cell] = merge;
    }

    public void MergeCells(int first, int behind)
    {
        for (var i = first; i < Math.Min(behind, Count); i++)
            horizontal[i] = i == first ? 1 : 2;
    }

    /// <summary>The cell is part of the one above it.</summary>
    public bool ContinuesAbove(int cell) => cell < Count && vertical[cell] == 1;

    /// <summary>
    /// The cell is part of the one before it. Which of the two bits says "first" is told in two ways, so it is taken from the set itself: what its
    /// first cell says, a further first one says too.
    /// </summary>
    public bool ContinuesBefore(int cell)
    {
        if (cell >= Count || cell == 0 || horizontal[cell] == 0 || horizontal[cell - 1] == 0)
            return false;
        var first = cell;
        while (first > 0 && horizontal[first - 1] != 0)
            first--;
        return horizontal[cell] != horizontal[first];
    }
}
