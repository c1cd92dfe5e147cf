namespace Asan.Documents.Hwp;

/// <summary>Reads the name of the form field that a cell may be, from the end of the cell's record.</summary>
static class HwpCellField
{
    // Behind the address, size, margins and border come a few bytes that differ by version, and then a set of parameters with the name.
    const int ParametersAt = 38;
    const int FieldSet = 0x021B;
    const int NameItem = 0x4000;
    const int StringType = 1;

    public static string? Name(ReadOnlySpan<byte> header)
    {
        for (var at = ParametersAt; at + 12 <= header.Length; at++)
        {
            if (HwpBytes.U16(header, at) != FieldSet)
                continue;
            for (var item = at + 4; item + 6 <= header.Length; item += 2)
                if (HwpBytes.U16(header, item) == NameItem && HwpBytes.U16(header, item + 2) == StringType)
                    return HwpBytes.String(header, item + 4, out _) is { Length: > 0 } name ? name : null;
            return null;
        }

        return null;
    }
}
