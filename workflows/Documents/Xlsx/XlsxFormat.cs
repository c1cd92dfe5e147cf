namespace Asan.Documents.Xlsx;

/// <summary>What a number format makes of a number, as far as it becomes something else than digits.</summary>
readonly record struct XlsxFormat(bool HasDate, bool HasTime, bool IsElapsed = false, bool IsPercent = false)
{
    public static XlsxFormat Number { get; } = new(false, false);

    /// <summary>Those that every workbook has; 27 to 36 and 50 to 58 are dates in Korean and its neighbours.</summary>
    public static XlsxFormat BuiltIn(int number) => number switch
    {
        9 or 10 => new(false, false, IsPercent: true),
        14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) => new(true, false),
        >= 18 and <= 21 or (>= 32 and <= 35) or 45 or 47 => new(false, true),
        22 => new(true, true),
        46 => new(false, true, IsElapsed: true),
        _ => Number,
    };

    /// <summary>By its code: <c>yyyy"년" m"월"</c>, <c>[h]:mm</c>, <c>0.0%</c>.</summary>
    public static XlsxFormat Of(string code)
    {
        if (code.StartsWith("General", StringComparison.OrdinalIgnoreCase))
            return Number;
        var (date, time, month, elapsed, percent) = (false, false, false, false, false);
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = Behind(code, i, '"');
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    elapsed |= i + 1 < code.Length && code[i + 1] is 'h' or 'H' or 'm' or 'M' or 's' or 'S' && IsRun(code, i + 1);
                    i = Behind(code, i, ']');
                    break;
                case 'y' or 'Y' or 'd' or 'D':
                    date = true;
                    break;
                case 'h' or 'H' or 's' or 'S':
                    time = true;
                    break;
                case 'm' or 'M':
                    month = true;
                    break;
                case '%':
                    percent = true;
                    break;
            }
        }

        // Alone, m is the month; beside hours or seconds it is the minute.
        return new(date || (month && !time && !elapsed), time || elapsed, elapsed, percent && !date && !time);
    }

    static int Behind(string code, int at, char end) => code.IndexOf(end, at + 1) is var found and >= 0 ? found : code.Length;

    // [h], [mm]; not [Magenta] or [$-412].
    static bool IsRun(string code, int at)
    {
        var end = at;
        while (end < code.Length && char.ToLowerInvariant(code[end]) == char.ToLowerInvariant(code[at]))
            end++;
        return end < code.Length && code[end] == ']';
    }
}
