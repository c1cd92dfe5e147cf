namespace Asan.Documents.Hwp;

/// <summary>What stands in front of a paragraph.</summary>
enum HwpHead
{
    None,

    /// <summary>The number of the outline, which the section chooses.</summary>
    Outline,
    Number,
    Bullet,
}
