using System.Globalization;

namespace Asan.Documents.Xlsx;

/// <summary>The text of cells, as a reader sees them but for widths and colours.</summary>
sealed class XlsxValues(XlsxStrings strings, XlsxFormats formats, bool countsFrom1904, ParseBudget budget)
{
    const double Days = 2_958_466; // up to the year 9999
    const int SecondsOfDay = 24 * 60 * 60;

    static readonly DateTime Day0 = new(1899, 12, 30);
    static readonly DateTime Day0Of1904 = new(1904, 1, 1);

    /// <summary>How many formulas had no value.</summary>
    public int Uncomputed { get; private set; }

    /// <param name="type">The cell's <c>t</c>; null for numbers.</param>
    /// <param name="value">The cell's <c>v</c>, or the text that it holds itself.</param>
    public string TextOf(string? type, int style, string? value, bool isFormula)
    {
        if (value is null)
        {
            Uncomputed += isFormula ? 1 : 0;
            return "";
        }

        var text = type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? strings[number] ?? "" : "",
            "b" => value.Trim() switch { "1" => "TRUE", "0" => "FALSE", var other => other },
            "inlineStr" or "e" or "d" => value,
            "str" => XlsxText.Unescaped(value),
            _ => Shown(value.Trim(), formats[style]),
        };
        if (text.Length > budget.Limits.CellCharacters)
            throw new RefusedException(RefusalCodes.CellTooLarge, $"A cell has more than {budget.Limits.CellCharacters:N0} characters.");
        budget.Characters(text.Length);
        return text;
    }

    string Shown(string value, XlsxFormat format)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return value;
        if (format.IsPercent)
            return (number * 100).ToString("G12", CultureInfo.InvariantCulture) + "%";
        if ((format.HasDate || format.HasTime) && Time(number, format) is { } time)
            return time;
        // What binary fractions add behind the fifteenth digit, no program shows.
        return number.ToString("G15", CultureInfo.InvariantCulture);
    }

    string? Time(double days, XlsxFormat format)
    {
        if (days < 0 || days >= Days)
            return null;
        var seconds = (long)Math.Round(days * SecondsOfDay);
        if (format.IsElapsed)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}{Seconds(seconds)}");
        var clock = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600 % 24:00}:{seconds / 60 % 60:00}{Seconds(seconds)}");
        if (!format.HasDate)
            return clock;
        var day = seconds / SecondsOfDay;
        // The first of all spreadsheets took 1900 for a leap year, and all others followed.
        if (!countsFrom1904 && day is 60 or 0)
            return null;
        var date = countsFrom1904 ? Day0Of1904.AddDays(day) : Day0.AddDays(day < 60 ? day + 1 : day);
        return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (format.HasTime ? $" {clock}" : "");
    }

    static string Seconds(long seconds) => seconds % 60 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{seconds % 60:00}");
}
