using Asan.Synthesize.Catalogue;
using Asan.Synthesize.People;

namespace Asan.Synthesize.Course;

/// <summary>
/// What is dealt rather than drawn, so that a small hospital has one of each kind: isolation, a stay that overlaps another, a device, a scan,
/// allergies, death.
/// </summary>
static class Fates
{
    public static void AddTo(Plan plan)
    {
        var index = plan.Person.Index;
        if (Population.HasCovid(index))
            Isolate(plan);
        if (Population.TransfersBetweenWards(index) && plan.Person.Years >= 2)
            TransferBetweenWards(plan);
        if (plan.Person.Died is { } died)
            Die(plan, died);
    }

    /// <summary>Devices, scans and allergies are noted at visits that take place anyway.</summary>
    public static void NoteAt(IReadOnlyList<Visit> visits, Person person, Rng rng)
    {
        if (visits.Count == 0)
            return;

        if (Population.HasAllergies(person.Index))
            visits[0].ListsAllergies = true;
        if (Population.HasScan(person.Index))
            visits[rng.Below(visits.Count)].HasScan = true;
        if (Population.NeedsDevice(person.Index))
        {
            var visit = visits.FirstOrDefault(visit => visit.Illness?.Device is not null) ?? visits[rng.Below(visits.Count)];
            visit.Devices.Add(visit.Illness?.Device ?? rng.Pick(Things.Devices));
        }
    }

    static void Isolate(Plan plan)
    {
        var (person, rng) = (plan.Person, plan.Rng);
        var since = person.End.AddYears(-5) > person.Born ? person.End.AddYears(-5) : person.Born;
        var start = since.AddSeconds(rng.Below((int)(person.End - since).TotalSeconds));
        if (Illnesses.Pass(plan, PassingIllnesses.Covid, start) is { } visit)
            visit.UsesIsolation = true;
    }

    static void TransferBetweenWards(Plan plan)
    {
        var rng = plan.Rng;
        var start = plan.MomentIn(rng.Between(0, plan.Person.Years - 1), EncounterClass.Inpatient);
        if (Illnesses.Pass(plan, PassingIllnesses.Pneumonia, start) is not { } stay)
            return;

        // The second ward's stay begins before the first one is closed; a consultation takes place in between.
        var halfway = stay.Start + (stay.Stop - stay.Start) / 2;
        var second = plan.Draft(halfway, EncounterClass.Inpatient, Visits.Admission, PassingIllnesses.Pneumonia.Code);
        if (second.Stop <= stay.Stop)
            second.Stop = stay.Stop.AddHours(rng.Between(2, 90));
        if (plan.Add(second))
            second.Panels.Add(Panel.Bedside);
        plan.Add(plan.Draft(halfway.AddMinutes(90), EncounterClass.Outpatient, Visits.Procedure));
    }

    static void Die(Plan plan, DateTime died)
    {
        var (person, rng) = (plan.Person, plan.Rng);
        var age = person.AgeAt(died);
        if (age >= 60 && rng.Chance(400))
            plan.Add(plan.Draft(died.AddDays(-rng.Between(12, 40)), EncounterClass.Hospice, Visits.Hospice));
        if (!Population.HasDeathCertificate(person.Index))
            return;

        var local = Population.DiesOfLocalCause(person.Index);
        var cause = local ? Causes.Local : rng.Pick(age < 45 ? Causes.Young : Causes.Old);
        var certificate = new Visit(died.AddMinutes(-16), died.AddMinutes(-1), EncounterClass.Ambulatory, Visits.DeathCertification) { Reason = cause };
        if (plan.Add(certificate) && !local)
            certificate.Conditions.Add((cause, null));
    }
}
