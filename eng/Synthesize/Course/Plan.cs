using Asan.Synthesize.Catalogue;
using Asan.Synthesize.People;

namespace Asan.Synthesize.Course;

/// <summary>The visits of one life as they are being planned. Whatever would lie outside that life is left out.</summary>
sealed class Plan(Person person, Rng rng)
{
    readonly List<Visit> visits = [];

    public Person Person => person;

    public Rng Rng => rng;

    /// <summary>Adds a visit, cut off where the life ends; false when it would begin outside of it.</summary>
    public bool Add(Visit visit)
    {
        if (visit.Start < person.Born || visit.Start.AddMinutes(15) >= person.End)
            return false;
        if (visit.Stop > person.End)
            visit.Stop = person.End;
        visits.Add(visit);
        return true;
    }

    /// <summary>When something is over, or null when it outlasts what is known.</summary>
    public DateTime? OverAt(DateTime start, int days) => days > 0 && start.AddDays(days) is var over && over < person.End ? over : null;

    /// <summary>A moment in a year of life; emergencies come at night too.</summary>
    public DateTime MomentIn(int year, EncounterClass encounterClass)
    {
        var day = person.Born.Date.AddYears(year).AddDays(rng.Below(365));
        return day.AddSeconds(encounterClass is EncounterClass.Emergency or EncounterClass.Inpatient ? rng.Below(86_400) : rng.Between(28_800, 64_800));
    }

    /// <summary>How long a visit of this class takes.</summary>
    public TimeSpan Length(EncounterClass encounterClass) => encounterClass switch
    {
        EncounterClass.Inpatient => TimeSpan.FromMinutes(rng.Between(1_200, 12_000)),
        EncounterClass.Snf => TimeSpan.FromDays(rng.Between(14, 45)),
        EncounterClass.Hospice => TimeSpan.FromDays(rng.Between(10, 40)),
        EncounterClass.Emergency => TimeSpan.FromMinutes(rng.Between(45, 420)),
        EncounterClass.Home => TimeSpan.FromMinutes(60),
        EncounterClass.Outpatient => TimeSpan.FromMinutes(rng.Between(20, 120)),
        _ => TimeSpan.FromMinutes(rng.Between(1, 4) * 15),
    };

    public Visit Draft(DateTime start, EncounterClass encounterClass, Code code, Code? reason = null, Illness? illness = null) =>
        new(start, start + Length(encounterClass), encounterClass, code) { Reason = reason, Illness = illness };

    public List<Visit> InOrder() => [.. visits.OrderBy(visit => visit.Start)];
}
