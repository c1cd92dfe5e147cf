using System.Globalization;
using System.Text;

namespace Asan.Documents.Word;

/// <summary>
/// Writes a number as Word's lists, pages and notes do. The formats go by their names in Office Open XML (ECMA-376 part 1, 17.18.59); the older
/// format's codes (MSONFC) are names for the same.
/// </summary>
static class WordNumbers
{
    const string Ganada = "가나다라마바사아자차카타파하";
    const string Chosung = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ";
    const string Stems = "甲乙丙丁戊己庚辛壬癸";
    const string Branches = "子丑寅卯辰巳午未申酉戌亥";
    const string Aiueo = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    const string Iroha = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス";
    const string Footnotes = "*†‡§";

    static readonly string[] ByCode =
    [
        "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText", "hex", "chicago",
        "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth", "japaneseLegal",
        "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet",
        "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle",
        "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional",
        "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand", "decimal",
        "koreanDigital", "koreanCounting", "koreanLegal", "koreanDigital2",
    ];

    /// <summary>The name of an MSONFC code.</summary>
    public static string OfCode(int code) => code switch
    {
        >= 0 when code < ByCode.Length => ByCode[code],
        57 => "numberInDash",
        255 => "none",
        _ => "decimal",
    };

    public static bool IsOrdered(string format) => format is not ("bullet" or "none");

    /// <summary>The number in its format. Beyond what a format can write, and in formats not known here, it is written in digits.</summary>
    public static string Write(string format, int number) => format switch
    {
        "none" or "bullet" => "",
        "upperRoman" => Roman(number),
        "lowerRoman" => Roman(number).ToLowerInvariant(),
        "upperLetter" => Letters(number, 'A'),
        "lowerLetter" => Letters(number, 'a'),
        "ordinal" => Digits(number) + OrdinalSuffix(number),
        "hex" => number.ToString("X", CultureInfo.InvariantCulture),
        "chicago" => number < 1 ? Digits(number) : Repeated(Footnotes[(number - 1) % Footnotes.Length], (number - 1) / Footnotes.Length + 1),
        "decimalZero" => number.ToString("00", CultureInfo.InvariantCulture),
        "decimalFullWidth" or "decimalFullWidth2" => Shifted(Digits(number), '0', '０'),
        "decimalEnclosedCircle" or "decimalEnclosedCircleChinese" => Circled(number),
        "decimalEnclosedFullstop" => number is >= 1 and <= 20 ? At('⒈', number) : Digits(number) + ".",
        "decimalEnclosedParen" => number is >= 1 and <= 20 ? At('⑴', number) : $"({Digits(number)})",
        "ideographEnclosedCircle" => number is >= 1 and <= 10 ? At('㊀', number) : Digits(number),
        "numberInDash" => $"- {Digits(number)} -",
        "ganada" => Cycled(Ganada, number),
        "chosung" => Cycled(Chosung, number),
        "aiueo" or "aiueoFullWidth" => Cycled(Aiueo, number),
        "iroha" or "irohaFullWidth" => Cycled(Iroha, number),
        "ideographTraditional" => Cycled(Stems, number),
        "ideographZodiac" => Cycled(Branches, number),
        "ideographZodiacTraditional" => number < 1 ? Digits(number) : $"{Stems[(number - 1) % 10]}{Branches[(number - 1) % 12]}",
        "koreanDigital" => EastAsianNumbers.ByDigit("영일이삼사오육칠팔구", number),
        "koreanDigital2" => EastAsianNumbers.ByDigit("零一二三四五六七八九", number),
        "ideographDigital" or "japaneseDigitalTenThousand" or "taiwaneseDigital" => EastAsianNumbers.ByDigit("〇一二三四五六七八九", number),
        "koreanCounting" => EastAsianNumbers.Counted("일이삼사오육칠팔구", "십백천", "만", number),
        "koreanLegal" => EastAsianNumbers.KoreanNative(number),
        "japaneseCounting" or "taiwaneseCounting" or "taiwaneseCountingThousand" or "chineseCounting" or "chineseCountingThousand" =>
            EastAsianNumbers.Counted("一二三四五六七八九", "十百千", format.StartsWith("chinese", StringComparison.Ordinal) ? "万" : "萬", number),
        "japaneseLegal" => EastAsianNumbers.Counted("壱弐参四伍六七八九", "拾百阡", "萬", number),
        "ideographLegalTraditional" => EastAsianNumbers.Counted("壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", number, writesOne: true),
        "chineseLegalSimplified" => EastAsianNumbers.Counted("壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬", number, writesOne: true),
        _ => Digits(number),
    };

    static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Roman(int number)
    {
        if (number is < 1 or > 32767)
            return Digits(number);
        var text = new StringBuilder();
        foreach (var (value, letters) in ((int, string)[])[(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
            (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")])
            for (; number >= value; number -= value)
                text.Append(letters);
        return text.ToString();
    }

    // After Z comes AA, then BB: Word doubles the letter, it does not count on.
    static string Letters(int number, char first) =>
        number is < 1 or > 780 ? Digits(number) : Repeated((char)(first + (number - 1) % 26), (number - 1) / 26 + 1);

    static string Cycled(string letters, int number) => number < 1 ? Digits(number) : letters[(number - 1) % letters.Length].ToString();

    static string Circled(int number) => number switch
    {
        0 => "⓪",
        >= 1 and <= 20 => At('①', number),
        >= 21 and <= 35 => At('㉑', number - 20),
        >= 36 and <= 50 => At('㊱', number - 35),
        _ => Digits(number),
    };

    static string At(char first, int number) => ((char)(first + number - 1)).ToString();

    static string Repeated(char letter, int times) => new(letter, Math.Min(times, 30));

    static string Shifted(string digits, char from, char to) => string.Create(digits.Length, digits, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiDigit(source[i]) ? (char)(source[i] - from + to) : source[i];
    });

    static string OrdinalSuffix(int number) => (number % 100) is 11 or 12 or 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
}
