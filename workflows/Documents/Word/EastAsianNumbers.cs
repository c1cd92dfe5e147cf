using System.Globalization;
using System.Text;

namespace Asan.Documents.Word;

/// <summary>Numbers in words of the East Asian languages.</summary>
static class EastAsianNumbers
{
    static readonly string[] NativeOnes = ["", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"];
    static readonly string[] NativeTens = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];

    /// <summary>Digit for digit: 10 is 一〇.</summary>
    public static string ByDigit(string digits, int number)
    {
        var text = new StringBuilder();
        foreach (var digit in number.ToString(CultureInfo.InvariantCulture))
            text.Append(char.IsAsciiDigit(digit) ? digits[digit - '0'] : digit);
        return text.ToString();
    }

    /// <summary>As one counts: 21 is 二十一, 10,001 is 一萬一.</summary>
    /// <param name="ones">The digits from one to nine.</param>
    /// <param name="tens">Ten, hundred, thousand.</param>
    /// <param name="writesOne">Whether 10 is "one ten", as amounts on a cheque are.</param>
    public static string Counted(string ones, string tens, string tenThousand, int number, bool writesOne = false)
    {
        if (number is < 1 or > 99_999_999)
            return number.ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        if (number >= 10_000)
        {
            Append(text, ones, tens, number / 10_000, writesOne);
            text.Append(tenThousand);
        }

        Append(text, ones, tens, number % 10_000, writesOne);
        return text.ToString();
    }

    /// <summary>하나, 둘, 셋 to 아흔아홉; beyond that as Sino-Korean.</summary>
    public static string KoreanNative(int number) => number is >= 1 and <= 99
        ? NativeTens[number / 10] + NativeOnes[number % 10]
        : Counted("일이삼사오육칠팔구", "십백천", "만", number);

    static void Append(StringBuilder text, string ones, string tens, int number, bool writesOne)
    {
        for (var (power, unit) = (2, 1000); power >= 0; power--, unit /= 10)
        {
            var digit = number / unit % 10;
            if (digit == 0)
                continue;
            if (digit > 1 || writesOne)
                text.Append(ones[digit - 1]);
            text.Append(tens[power]);
        }

        if (number % 10 > 0)
            text.Append(ones[number % 10 - 1]);
    }
}
