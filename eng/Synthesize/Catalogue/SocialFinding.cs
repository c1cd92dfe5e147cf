namespace Asan.Synthesize.Catalogue;

/// <summary>Findings about a life rather than a body: conditions in Synthea, observations in OMOP.</summary>
static class SocialFinding
{
    /// <summary>The more frequent ones are repeated.</summary>
    public static readonly Code[] Adult =
    [
        FullTime, FullTime, FullTime, FullTime, FullTime, FullTime, PartTime, PartTime, Stress, Stress, Stress,
        new("423315002", "Little contact with others"),
        new("422650009", "Socially isolated"),
        new("73438004", "Without work"),
        new("741062008", "Not looking for work"),
        new("706893006", "Abused by partner"),
        new("266948004", "Has been convicted"),
        new("160968000", "Takes risks"),
        new("105531004", "Poor housing"),
        new("713458007", "No way to get around"),
        new("224355006", "Has served in the forces"),
        new("10939881000119105", "Drinks too much"),
        new("314529007", "Medication review is due"),
        new("314529007", "Medication review is due"),
    ];

    public static readonly Code[] Schooling =
    [
        new("224299000", "Went to university"),
        new("5251000175109", "High school equivalency"),
        new("224295006", "Primary school only"),
    ];

    /// <summary>Two real codes that the built-in vocabulary leaves out on purpose: they must arrive as concept 0.</summary>
    public static readonly Code[] WithoutConcept =
    [
        new("161744009", "Miscarried in the past"),
        new("267020005", "Sterilized in the past"),
    ];

    static Code FullTime => new("160903007", "Works full time");
    static Code PartTime => new("160904001", "Works part time");
    static Code Stress => new("73595000", "Under stress");
}
