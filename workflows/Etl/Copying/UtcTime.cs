namespace Asan.Workflows.Etl.Copying;

/// <summary>Reads dates and instants of a file as PostgreSQL counts them: UTC, from 2000-01-01, whatever zone the server is in.</summary>
static class UtcTime
{
    const long MicrosecondsPerDay = 86_400_000_000;
    const long MicrosecondsPerMinute = 60_000_000;
    const int Epoch = 730_119; // days from 0001-01-01 to 2000-01-01

    /// <summary><c>2011-07-18T14:58:37.5+09:00</c>, <c>2011-07-18 14:58</c> or <c>2011-07-18</c> (midnight). No zone means UTC.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < 10 || !TryParseDay(text[..10], out var days))
            return false;
        if (text.Length == 10)
        {
            microseconds = days * MicrosecondsPerDay;
            return true;
        }

        if (text[10] is not ((byte)'T' or (byte)' ') || !TryParseTime(text[11..], out var time))
            return false;
        microseconds = days * MicrosecondsPerDay + time;
        return true;
    }

    /// <summary>The UTC day of a date or an instant, in days since 2000-01-01.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        var read = TryParse(text, out var microseconds);
        days = (int)Math.Floor((double)microseconds / MicrosecondsPerDay);
        return read;
    }

    /// <summary><c>20110718</c>, as vocabularies write it, or <c>2011-07-18</c>.</summary>
    public static bool TryParseDay(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length == 10 && (text[4] != '-' || text[7] != '-'))
            return false;

        var (monthAt, dayAt) = text.Length == 10 ? (5, 8) : (4, 6);
        if (text.Length is not (8 or 10) || !Digits(text[..4], out var year) || !Digits(text.Slice(monthAt, 2), out var month)
            || !Digits(text.Slice(dayAt, 2), out var day))
            return false;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return false;

        days = new DateOnly(year, month, day).DayNumber - Epoch;
        return true;
    }

    static bool TryParseTime(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < 5 || text[2] != ':' || !Digits(text[..2], out var hour) || !Digits(text[3..5], out var minute))
            return false;

        var rest = text[5..];
        var second = 0;
        if (rest is [(byte)':', _, _, ..])
        {
            if (!Digits(rest[1..3], out second))
                return false;
            rest = rest[3..];
        }

        if (!TryParseFraction(ref rest, out var fraction) || !TryParseZone(rest, out var minutesEast) || hour > 23 || minute > 59 || second > 59)
            return false;
        microseconds = (hour * 60 + minute - minutesEast) * MicrosecondsPerMinute + second * 1_000_000L + fraction;
        return true;
    }

    // Up to nine digits; what is finer than a microsecond is cut.
    static bool TryParseFraction(ref ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text is not [(byte)'.', ..])
            return true;

        var end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? text[1..] : text[1..(end + 1)];
        for (var i = 0; i < 6; i++)
            microseconds = microseconds * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        text = text[(digits.Length + 1)..];
        return digits.Length is > 0 and <= 9;
    }

    static bool TryParseZone(ReadOnlySpan<byte> text, out int minutesEast)
    {
        minutesEast = 0;
        if (text.Length == 0 || text is [(byte)'Z'])
            return true;
        if (text is not [(byte)'+' or (byte)'-', _, _, ..] || !Digits(text[1..3], out var hours))
            return false;

        var tail = text[3..];
        if (tail is [(byte)':', ..])
            tail = tail[1..];
        var minutes = 0;
        if (tail.Length is not (0 or 2) || (tail.Length == 2 && !Digits(tail, out minutes)) || hours > 15 || minutes > 59)
            return false;
        minutesEast = (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
        return true;
    }

    static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            value = value * 10 + digit - '0';
        }

        return true;
    }
}
