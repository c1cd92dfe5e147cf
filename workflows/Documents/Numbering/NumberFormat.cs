namespace Asan.Documents.Numbering;

/// <summary>How a number is written. The values are those of HWP.</summary>
enum NumberFormat
{
    Digit = 0,
    CircledDigit = 1,
    RomanCapital = 2,
    RomanSmall = 3,
    LatinCapital = 4,
    LatinSmall = 5,
    CircledLatinCapital = 6,
    CircledLatinSmall = 7,
    HangulSyllable = 8,
    CircledHangulSyllable = 9,
    HangulJamo = 10,
    CircledHangulJamo = 11,
    HangulPhonetic = 12,
    Ideograph = 13,
    CircledIdeograph = 14,

    /// <summary>갑을병정: the ten heavenly stems.</summary>
    Stem = 15,
    StemHanja = 16,
}
