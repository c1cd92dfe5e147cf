namespace Asan.Synthesize.Catalogue;

/// <summary>Observations that are taken together.</summary>
sealed record Panel(string Category, Test[] Tests)
{
    // LOINC's own answer codes, so that OMOP's value_as_concept_id has something to find.
    const string Positive = "LA6576-8", Negative = "LA6577-6";

    public static readonly Panel Vitals = new("vital-signs",
    [
        new("8302-2", "Height", "cm", 1_480, 1_920, 1),
        new("29463-7", "Weight", "kg", 440, 1_140, 1),
        new("39156-5", "Body mass index", "kg/m2", 180, 370, 1),
        new("8462-4", "Blood pressure, diastolic", "mm[Hg]", 58, 104),
        new("8480-6", "Blood pressure, systolic", "mm[Hg]", 96, 172),
        new("8867-4", "Heart rate", "/min", 52, 108),
        new("9279-1", "Breaths in a minute", "/min", 11, 20),
        new("72514-3", "Pain, 0 to 10", "{score}", 0, 10),
    ]);

    public static readonly Panel Chemistry = new("laboratory",
    [
        new("2339-0", "Glucose in blood", "mg/dL", 64, 188, 0),
        new("6299-2", "Urea nitrogen", "mg/dL", 70, 240, 1),
        new("38483-4", "Creatinine", "mg/dL", 5, 34, 1),
        new("49765-1", "Calcium", "mg/dL", 85, 104, 1),
        new("2947-0", "Sodium", "mmol/L", 1_340, 1_460, 1),
        new("6298-4", "Potassium", "mmol/L", 34, 54, 1),
        new("2069-3", "Chloride", "mmol/L", 98, 113, 0),
        new("20565-8", "Carbon dioxide", "mmol/L", 201, 299, 1),
        new("33914-3", "Filtration rate of the kidneys", "mL/min", 180, 1_290, 1),
        new("4548-4", "Hemoglobin A1c", "%", 48, 98, 1),
    ]);

    public static readonly Panel Lipids = new("laboratory",
    [
        new("2093-3", "Cholesterol, total", "mg/dL", 142, 268),
        new("2571-8", "Triglycerides", "mg/dL", 71, 310),
        new("18262-6", "Cholesterol, LDL", "mg/dL", 58, 189),
        new("2085-9", "Cholesterol, HDL", "mg/dL", 28, 84),
    ]);

    public static readonly Panel BloodCount = new("laboratory",
    [
        new("6690-2", "White cells", "10*3/uL", 35, 118, 1),
        new("789-8", "Red cells", "10*6/uL", 381, 563, 2),
        new("718-7", "Hemoglobin", "g/dL", 98, 171, 1),
        new("4544-3", "Hematocrit", "%", 331, 498, 1),
        new("787-2", "Volume of a red cell", "fL", 801, 958, 1),
        new("785-6", "Hemoglobin of a red cell", "pg", 271, 329, 1),
        new("777-3", "Platelets", "10*3/uL", 1_520, 4_440, 1),
    ]);

    public static readonly Panel Liver = new("laboratory",
    [
        new("1742-6", "Alanine aminotransferase", "U/L", 7, 81),
        new("1920-8", "Aspartate aminotransferase", "U/L", 9, 74),
        new("1751-7", "Albumin", "g/dL", 33, 51, 1),
        new("1975-2", "Bilirubin, total", "mg/dL", 1, 17, 1),
    ]);

    public static readonly Panel Urine = new("laboratory",
    [
        Test.Asked("20454-5", "Protein in urine", Negative, Negative, Negative, Positive),
        Test.Asked("5802-4", "Nitrite in urine", Negative, Negative, Positive),
        Test.Asked("5794-3", "Blood in urine", Negative, Negative, Negative, Positive),
        new("5803-2", "Acidity of urine", "[pH]", 48, 78, 1),
        new("5811-5", "Specific gravity of urine", "null", 1_004, 1_031, 3),
        Test.Asked("5778-6", "Color of urine", "Yellow", "Pale", "Amber"),
    ]);

    public static readonly Panel Bedside = new("vital-signs",
    [
        new("8310-5", "Body temperature", "Cel", 362, 398, 1),
        new("2708-6", "Oxygen in arterial blood", "%", 880, 999, 1),
    ]);

    public static readonly Panel Covid = new("laboratory", [Test.Asked("94531-1", "SARS-CoV-2 in the airways", Positive, Negative)]);

    public static readonly Panel Survey = new("survey",
    [
        Test.Asked("72166-2", "Smoking", "Never smoked", "Never smoked", "Smoked before", "Smokes every day"),
        new("55758-7", "Mood, two questions, total", "{score}", 0, 6),
        new("70274-6", "Anxiety, seven questions, total", "{score}", 0, 21),
        new("75626-2", "Drinking, three questions, total", "{score}", 0, 12),
        Test.Asked("67875-5", "Work at present", "Full time", "Full time", "Part time", "None, and not looking", "None"),
        Test.Asked("71802-3", "Housing at present", "Has housing", "Has housing", "Has housing", "Has none"),
        new("63512-8", "People in the household", "{#}", 1, 7),
        Test.Asked("93030-5", "Kept away for want of transport", "No", "No", "No", "Yes"),
        Test.Asked("93026-3", "Feels safe at home", "Yes", "Yes", "Yes", "No"),
        Test.Asked("54899-0", "Language preferred", "Korean", "English", "English", "Español"),
    ]);

    /// <summary>Synthea's own reckoning of quality of life: no visit, and no LOINC code either.</summary>
    public static readonly Panel QualityOfLife = new("",
    [
        new("QALY", "Quality-adjusted years", "a", 0, 600, 1),
        new("DALY", "Disability-adjusted years", "a", 0, 300, 1),
        new("QOLS", "Quality of life", "{score}", 3, 10, 1),
    ]);
}
