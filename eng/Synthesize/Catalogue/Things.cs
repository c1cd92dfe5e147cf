namespace Asan.Synthesize.Catalogue;

/// <summary>Devices that stay with a patient, and supplies that are used up.</summary>
static class Things
{
    public static readonly Code Stent = new("705643001", "Coronary stent");

    public static readonly Code[] Devices =
    [
        new("228869008", "Wheelchair pushed by hand"),
        new("337414009", "Blood glucose meter"),
        new("170615005", "Nebulizer for the home"),
        new("336621006", "Oxygen concentrator"),
        new("702172008", "CPAP unit for the home"),
        new("363753007", "Pair of crutches"),
        new("72506001", "Implanted defibrillator"),
        new("706004007", "Implanted pacemaker"),
    ];

    /// <summary>What one isolation uses up.</summary>
    public static readonly (Code Code, int Quantity)[] Isolation =
    [
        (new("261352009", "Face mask"), 12),
        (new("409526008", "Protective gear"), 6),
        (new("277973009", "Breathing equipment"), 1),
        (new("336608004", "Oxygen cylinder"), 2),
        (new("1351734003", "Air humidifier"), 1),
        (new("713779008", "Examination gloves"), 24), // no concept in the built-in vocabulary, on purpose
    ];
}
