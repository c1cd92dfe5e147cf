namespace Asan.Documents.Word;

/// <summary>How one level of a list is numbered.</summary>
/// <param name="Text">What is shown, with <c>%1</c> to <c>%9</c> for the numbers of the levels.</param>
/// <param name="RestartsAfter">A new number on this level or one above it begins this level anew, counted from 1; 0 for never.</param>
/// <param name="IsLegal">The numbers of all levels are shown in digits, whatever their own formats are.</param>
/// <param name="Font">The font of a bullet; null when it is that of the text.</param>
sealed record ListLevel(int Start, string Format, string Text, int RestartsAfter, bool IsLegal = false, string? Font = null)
{
    /// <summary>Lists have no more levels than these.</summary>
    public const int Most = 9;

    public static ListLevel Plain(int level) => new(1, "decimal", "", level);
}
