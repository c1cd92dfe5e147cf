namespace Asan.Synthesize.Catalogue;

/// <summary>A vaccine by its CVX code (text: 03 is not 3).</summary>
sealed record Vaccine(string Value, string Name)
{
    public const int Cents = 14_052;

    public static readonly Vaccine Flu = new("140", "Influenza, yearly, without preservative");

    public static readonly Vaccine[] Infant =
    [
        new("08", "Hepatitis B, child"), // no concept in the built-in vocabulary, on purpose
        new("119", "Rotavirus"),
        new("20", "Diphtheria, tetanus, pertussis, child"),
        new("49", "Haemophilus influenzae b"),
        new("10", "Polio, inactivated"),
        new("133", "Pneumococcus, 13 types"),
        new("03", "Measles, mumps, rubella"),
        new("21", "Chickenpox"),
        new("83", "Hepatitis A, child"),
    ];

    public static readonly Vaccine[] Youth =
    [
        new("114", "Meningococcus A, C, Y, W"),
        new("62", "Human papillomavirus, four types"),
        new("115", "Tetanus, diphtheria, pertussis booster"),
    ];

    public static readonly Vaccine[] Adult =
    [
        new("113", "Tetanus and diphtheria booster"),
        new("52", "Hepatitis A, adult"),
        new("43", "Hepatitis B, adult"),
        new("208", "COVID-19 messenger RNA, 30 mcg"), // no concept in the built-in vocabulary, on purpose
    ];

    public static readonly Vaccine[] Old =
    [
        new("33", "Pneumococcus, 23 types"),
        new("121", "Shingles, live"),
        new("187", "Shingles, recombinant"),
    ];
}
