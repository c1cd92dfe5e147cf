namespace Asan.Synthesize.Catalogue;

/// <summary>What a patient may be allergic to.</summary>
sealed record Allergen(string Value, string System, string Name, string Category)
{
    const string Snomed = "SNOMED-CT";

    public static readonly Allergen[] All =
    [
        new("84489001", Snomed, "Mold", "environment"),
        new("260147004", Snomed, "House dust mite", "environment"),
        new("264287008", Snomed, "Animal dander", "environment"),
        new("256277009", Snomed, "Grass pollen", "environment"),
        new("782576004", Snomed, "Tree pollen", "environment"),
        new("288328004", Snomed, "Bee venom", "environment"),
        new("111088007", Snomed, "Latex", "environment"),
        new("102263004", Snomed, "Egg", "food"),
        new("735029006", Snomed, "Shellfish", "food"),
        new("735971005", Snomed, "Fish", "food"),
        new("3718001", Snomed, "Milk of cows", "food"),
        new("762952008", Snomed, "Peanut", "food"),
        new("442571000124108", Snomed, "Tree nut", "food"),
        new("412071004", Snomed, "Wheat", "food"),
        new("419199007", Snomed, "Some substance, not named", "environment"),
        new("7984", "RxNorm", "Penicillin V", "medication"),
        new("1191", "RxNorm", "Aspirin", "medication"),
        new("29046", "RxNorm", "Lisinopril", "medication"),
    ];

    public static readonly Code[] Reactions =
    [
        new("418290006", "Itching"),
        new("49727002", "Cough"),
        new("267036007", "Short of breath"),
        new("21522001", "Pain in the belly"),
        new("62315008", "Diarrhea"),
    ];

    public static readonly string[] Severities = ["MILD", "MODERATE", "SEVERE"];
}
