using Asan.Synthesize.Catalogue;

namespace Asan.Synthesize.Course;

/// <summary>Pregnancies from the first visit to the one after, and the years in which none is wanted.</summary>
static class Pregnancies
{
    public static void AddTo(Plan plan)
    {
        if (!plan.Person.Female)
            return;

        var (from, to) = Pregnancy.Ages;
        for (var year = from; year <= Math.Min(to, plan.Person.Years); year++)
            if (plan.Rng.Chance(Pregnancy.PerMille))
                Carry(plan, plan.MomentIn(year++, EncounterClass.Ambulatory));
            else if (plan.Rng.Chance(45))
                Prevent(plan, plan.MomentIn(year, EncounterClass.Outpatient));
    }

    static void Carry(Plan plan, DateTime start)
    {
        var rng = plan.Rng;
        var first = plan.Draft(start, EncounterClass.Ambulatory, Visits.FirstPrenatal, Pregnancy.Normal);
        if (!plan.Add(first))
            return;

        first.Procedures.AddRange(Pregnancy.First.Where(_ => rng.Chance(600)));
        if (rng.Chance(120))
        {
            first.Conditions.Add((Pregnancy.Miscarriage, plan.OverAt(start, 20)));
            return;
        }

        first.Conditions.Add((Pregnancy.Normal, plan.OverAt(start, Pregnancy.Days - 50)));
        first.CarePlans.Add((Pregnancy.CarePlan, plan.OverAt(start, Pregnancy.Days - 50)));
        for (var days = 60; days < Pregnancy.Days - 60; days += 60)
        {
            var visit = plan.Draft(start.AddDays(days + rng.Below(10)), EncounterClass.Ambulatory, Visits.Prenatal, Pregnancy.Normal);
            if (plan.Add(visit))
                visit.Procedures.AddRange(Pregnancy.Later);
        }
        Deliver(plan, start.AddDays(Pregnancy.Days - 50).AddMinutes(rng.Below(1_000)));
    }

    static void Deliver(Plan plan, DateTime start)
    {
        var delivery = plan.Draft(start, EncounterClass.Inpatient, Visits.Delivery, Pregnancy.Normal);
        if (!plan.Add(delivery))
            return;

        delivery.Procedures.AddRange(Pregnancy.Delivery);
        if (plan.Rng.Chance(80))
            delivery.Conditions.Add((Pregnancy.Preeclampsia, plan.OverAt(start, 40)));
        plan.Add(plan.Draft(start.AddDays(42), EncounterClass.Outpatient, Visits.Postnatal, Pregnancy.Normal));
    }

    static void Prevent(Plan plan, DateTime start)
    {
        var visit = plan.Draft(start, EncounterClass.Outpatient, Visits.CheckUp);
        if (!plan.Add(visit))
            return;

        var drug = plan.Rng.Pick(Pregnancy.Contraceptives);
        visit.Drugs.Add((drug, plan.OverAt(start, 364), null));
        if (drug == Drug.Medroxyprogesterone)
            visit.Procedures.Add(Procedure.Injection);
    }
}
