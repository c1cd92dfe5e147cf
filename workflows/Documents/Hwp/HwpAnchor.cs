namespace Asan.Documents.Hwp;

/// <summary>A control character that was taken out of a paragraph's text.</summary>
/// <param name="At">Where it stood, as an offset into what is left.</param>
/// <param name="Id">The control's name; 0 for the end of a field.</param>
/// <param name="Token">What a field's end carries; it matches a memo to its place.</param>
readonly record struct HwpAnchor(int At, int Code, uint Id, uint Token = 0)
{
    public const int FieldBegin = 3;
    public const int FieldEnd = 4;

    /// <summary>Whether a record of its own tells what the control is.</summary>
    public bool OwnsRecord => Code != FieldEnd;
}
