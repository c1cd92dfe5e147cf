namespace Asan.Documents.Hwp;

/// <summary>Where the bytes of a picture or object are.</summary>
/// <param name="Link">The path of a file that is not embedded; null for one that is.</param>
/// <param name="IsCompressed">Null: as the file as a whole.</param>
readonly record struct HwpBinData(string? Link, int StorageId, string Extension, bool? IsCompressed)
{
    public static HwpBinData Read(ReadOnlySpan<byte> record)
    {
        var attributes = HwpBytes.U16(record, 0);
        if ((attributes & 0xF) == 0)
        {
            var absolute = HwpBytes.String(record, 2, out var end);
            var relative = HwpBytes.String(record, end, out _);
            return new(absolute.Length > 0 ? absolute : relative, 0, "", null);
        }

        bool? isCompressed = ((attributes >> 4) & 3) switch { 1 => true, 2 => false, _ => null };
        return new(null, HwpBytes.U16(record, 2), HwpBytes.String(record, 4, out _), isCompressed);
    }
}
