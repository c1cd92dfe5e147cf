namespace Asan.Synthesize.Catalogue;

/// <summary>What people die of.</summary>
static class Causes
{
    public static readonly Code[] Young = [new("128613002", "Epileptic fits"), new("706870000", "Clot in the lung"), new("7200002", "Alcoholism")];

    public static readonly Code[] Old =
    [
        new("22298006", "Heart attack"),
        new("230690007", "Stroke"),
        new("233604007", "Pneumonia"),
        new("88805009", "Chronic heart failure"),
        new("254637007", "Cancer of the lung"),
        new("26929004", "Alzheimer's disease"),
    ];

    /// <summary>A certificate may name a cause that no vocabulary knows.</summary>
    public static readonly Code Local = new("HB-D-09", "Cause not classified, house list");
}
