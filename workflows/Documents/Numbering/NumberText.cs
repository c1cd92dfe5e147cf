using System.Globalization;
using System.Text;

namespace Asan.Documents.Numbering;

/// <summary>Writes numbers in the ways of Korean documents. Beyond a way's end (the 51st circled number) it writes digits.</summary>
static class NumberText
{
    const string Syllables = "가나다라마바사아자차카타파하";
    const string Jamo = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ";
    const string Stems = "갑을병정무기경신임계";
    const string StemsHanja = "甲乙丙丁戊己庚辛壬癸";
    const string PhoneticDigits = "영일이삼사오육칠팔구";
    const string PhoneticUnits = "십백천";
    const string IdeographDigits = "〇一二三四五六七八九";
    const string IdeographUnits = "十百千";

    static readonly (int Value, string Text)[] Roman =
    [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ];

    public static string Of(int number, NumberFormat format) => number < 1 ? Digits(number) : format switch
    {
        NumberFormat.CircledDigit => Circled(number),
        NumberFormat.RomanCapital => InRoman(number),
        NumberFormat.RomanSmall => InRoman(number).ToLowerInvariant(),
        NumberFormat.LatinCapital => Letters(number, 'A'),
        NumberFormat.LatinSmall => Letters(number, 'a'),
        NumberFormat.CircledLatinCapital => Range(number, 'Ⓐ', 26),
        NumberFormat.CircledLatinSmall => Range(number, 'ⓐ', 26),
        NumberFormat.HangulSyllable => Cycle(number, Syllables),
        NumberFormat.CircledHangulSyllable => Range(number, '㉮', 14),
        NumberFormat.HangulJamo => Cycle(number, Jamo),
        NumberFormat.CircledHangulJamo => Range(number, '㉠', 14),
        NumberFormat.HangulPhonetic => Spelled(number, PhoneticDigits, PhoneticUnits),
        NumberFormat.Ideograph => Spelled(number, IdeographDigits, IdeographUnits),
        NumberFormat.CircledIdeograph => Range(number, '㊀', 10),
        NumberFormat.Stem => Pick(number, Stems),
        NumberFormat.StemHanja => Pick(number, StemsHanja),
        _ => Digits(number),
    };

    /// <summary>By the name that HWPX gives it.</summary>
    public static NumberFormat Named(ReadOnlySpan<char> name) => name switch
    {
        "CIRCLED_DIGIT" => NumberFormat.CircledDigit,
        "ROMAN_CAPITAL" => NumberFormat.RomanCapital,
        "ROMAN_SMALL" => NumberFormat.RomanSmall,
        "LATIN_CAPITAL" => NumberFormat.LatinCapital,
        "LATIN_SMALL" => NumberFormat.LatinSmall,
        "CIRCLED_LATIN_CAPITAL" => NumberFormat.CircledLatinCapital,
        "CIRCLED_LATIN_SMALL" => NumberFormat.CircledLatinSmall,
        "HANGUL_SYLLABLE" => NumberFormat.HangulSyllable,
        "CIRCLED_HANGUL_SYLLABLE" => NumberFormat.CircledHangulSyllable,
        "HANGUL_JAMO" => NumberFormat.HangulJamo,
        "CIRCLED_HANGUL_JAMO" => NumberFormat.CircledHangulJamo,
        "HANGUL_PHONETIC" => NumberFormat.HangulPhonetic,
        "IDEOGRAPH" => NumberFormat.Ideograph,
        "CIRCLED_IDEOGRAPH" => NumberFormat.CircledIdeograph,
        "DECAGON_CIRCLE" => NumberFormat.Stem,
        "DECAGON_CIRCLE_HANJA" => NumberFormat.StemHanja,
        _ => NumberFormat.Digit,
    };

    static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Unicode keeps circled numbers in three places.
    static string Circled(int number) => number switch
    {
        <= 20 => ((char)('①' + number - 1)).ToString(),
        <= 35 => ((char)('㉑' + number - 21)).ToString(),
        <= 50 => ((char)('㊱' + number - 36)).ToString(),
        _ => Digits(number),
    };

    static string Range(int number, char first, int count) => number <= count ? ((char)(first + number - 1)).ToString() : Digits(number);

    static string Pick(int number, string letters) => number <= letters.Length ? letters[number - 1].ToString() : Digits(number);

    // After the last comes the first with the next vowel (거, 너 ...), as statutes count.
    static string Cycle(int number, string letters)
    {
        var (round, index) = Math.DivRem(number - 1, letters.Length);
        if (round == 0)
            return letters[index].ToString();
        ReadOnlySpan<int> vowels = [0, 4, 8, 13, 18, 20];
        return letters == Syllables && round < vowels.Length ? ((char)(letters[index] + vowels[round] * 28)).ToString() : Digits(number);
    }

    static string Letters(int number, char first)
    {
        var text = new StringBuilder();
        for (; number > 0; number = (number - 1) / 26)
            text.Insert(0, (char)(first + (number - 1) % 26));
        return text.ToString();
    }

    static string InRoman(int number)
    {
        if (number >= 4000)
            return Digits(number);
        var text = new StringBuilder();
        foreach (var (value, letters) in Roman)
            for (; number >= value; number -= value)
                text.Append(letters);
        return text.ToString();
    }

    static string Spelled(int number, string digits, string units)
    {
        if (number > 9999)
            return Digits(number);
        var text = new StringBuilder();
        var decimals = Digits(number);
        for (var i = 0; i < decimals.Length; i++)
        {
            var (digit, unit) = (decimals[i] - '0', decimals.Length - i - 2);
            if (digit == 0)
                continue;
            if (digit > 1 || unit < 0)
                text.Append(digits[digit]);
            if (unit >= 0)
                text.Append(units[unit]);
        }

        return text.ToString();
    }
}
