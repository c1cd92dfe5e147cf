namespace Asan.Documents.Numbering;

/// <summary>How a numbering numbers, level by level; at most ten.</summary>
sealed class NumberingDefinition(IReadOnlyList<NumberingLevel> levels)
{
    /// <summary>For a document that uses a numbering it does not define.</summary>
    public static NumberingDefinition Unknown { get; } = new([]);

    /// <param name="level">From 0. Beyond those defined, a level shows nothing and counts from 1.</param>
    public NumberingLevel this[int level] => level < levels.Count ? levels[level] : new("", NumberFormat.Digit, 1);
}
