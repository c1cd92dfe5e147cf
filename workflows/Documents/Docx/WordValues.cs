using System.Globalization;

namespace Asan.Documents.Docx;

/// <summary>Reads the simple values of WordprocessingML, and none that is not one.</summary>
static class WordValues
{
    /// <summary>A whole number; null for anything else. Measures that carry a fraction are cut.</summary>
    public static int? Number(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>ST_OnOff, where no value means on.</summary>
    public static bool IsOn(string? value) => value is not ("0" or "false" or "off");

    public static int? Hex(string? value) =>
        int.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
