namespace Asan.Synthesize.Catalogue;

/// <summary>All classes that Synthea writes.</summary>
enum EncounterClass
{
    Wellness,
    Ambulatory,
    Outpatient,
    UrgentCare,
    Emergency,
    Inpatient,
    Snf,
    Hospice,
    Home,
    Virtual,
}

static class EncounterClasses
{
    static readonly string[] Names = [.. Enum.GetNames<EncounterClass>().Select(name => name.ToLowerInvariant())];

    public static string Name(this EncounterClass encounterClass) => Names[(int)encounterClass];
}
