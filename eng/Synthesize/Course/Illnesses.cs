using Asan.Synthesize.Catalogue;

namespace Asan.Synthesize.Course;

/// <summary>Falls ill: the visit at which it is found, the stay that may follow, and the follow-ups.</summary>
static class Illnesses
{
    public static void AddTo(Plan plan)
    {
        foreach (var illness in LastingIllnesses.All)
            if (Befalls(illness, plan) && plan.Rng.Chance(illness.PerMille))
                BeginLasting(plan, illness);

        foreach (var illness in PassingIllnesses.All)
            if (Befalls(illness, plan))
                for (var year = illness.Ages.From; year <= Math.Min(illness.Ages.To, plan.Person.Years); year++)
                    if (plan.Rng.Chance(illness.PerMille))
                        Pass(plan, illness, year);
    }

    /// <summary>One bout of an illness that passes, beginning in that year of life.</summary>
    public static void Pass(Plan plan, Illness illness, int year) => Pass(plan, illness, plan.MomentIn(year, illness.Class));

    public static Visit? Pass(Plan plan, Illness illness, DateTime start)
    {
        var rng = plan.Rng;
        if (illness.Class == EncounterClass.Inpatient && rng.Chance(600))
        {
            // Through the emergency room, on to the ward within the hour: one visit or two is for the loader to decide.
            var emergency = plan.Draft(start, EncounterClass.Emergency, Visits.Emergency, illness.Code);
            emergency.Panels.Add(Panel.Bedside);
            if (plan.Add(emergency))
                start = emergency.Stop.AddMinutes(rng.Between(5, 55));
        }

        var visit = plan.Draft(start, illness.Class, illness.Visit, illness.Code);
        if (!plan.Add(visit))
            return null;

        visit.Conditions.Add((illness.Code, plan.OverAt(start, illness.Days + rng.Below(illness.Days))));
        if (illness.History is { } history)
            visit.Conditions.Add((history, null));
        Treat(plan, illness, visit);
        if (illness.Treatments.Length > 0)
            foreach (var drug in rng.Pick(illness.Treatments))
                visit.Drugs.Add((drug, plan.OverAt(start, Math.Min(illness.Days, 30)), illness.Code));
        if (illness.Class == EncounterClass.Inpatient && plan.Person.AgeAt(start) >= 65 && rng.Chance(350))
            plan.Add(plan.Draft(visit.Stop.AddHours(1), EncounterClass.Snf, Visits.Nursing, illness.Code));
        return visit;
    }

    static bool Befalls(Illness illness, Plan plan) =>
        illness.Ages.From <= plan.Person.Years && (illness.Only is null || illness.Only == (plan.Person.Female ? 'F' : 'M'));

    static void BeginLasting(Plan plan, Illness illness)
    {
        var start = plan.MomentIn(plan.Rng.Between(illness.Ages.From, illness.Ages.To), illness.Class);
        var visit = plan.Draft(start, illness.Class, illness.Visit, illness.Code, illness);
        if (!plan.Add(visit))
            return;

        visit.Conditions.Add((illness.Code, null));
        Treat(plan, illness, visit);
        if (illness.FollowUp == 0)
            return;

        for (var next = start.AddMonths(illness.FollowUp); next < plan.Person.End; next = next.AddMonths(illness.FollowUp))
            FollowUp(plan, illness, next.AddDays(plan.Rng.Below(20)));
    }

    static void FollowUp(Plan plan, Illness illness, DateTime start)
    {
        // Long ago leaves little behind, as in a hospital that went digital only some years back.
        if (plan.Person.End - start > TimeSpan.FromDays(3_000) || !plan.Rng.Chance(800))
            return;

        var visit = plan.Draft(start, plan.Rng.Chance(60) ? EncounterClass.Virtual : EncounterClass.Ambulatory, Visits.FollowUp, illness.Code, illness);
        if (plan.Add(visit) && illness.Procedures.Length > 0 && plan.Rng.Chance(300))
            visit.Procedures.Add(plan.Rng.Pick(illness.Procedures));
    }

    static void Treat(Plan plan, Illness illness, Visit visit)
    {
        visit.Procedures.AddRange(illness.Procedures);
        visit.Panels.AddRange(illness.Panels.Where(_ => plan.Rng.Chance(350)));
        if (illness.CarePlan is { } carePlan && plan.Rng.Chance(520))
            visit.CarePlans.Add((carePlan, plan.OverAt(visit.Start, illness.Lasting ? 0 : illness.Days * 2)));
    }
}
