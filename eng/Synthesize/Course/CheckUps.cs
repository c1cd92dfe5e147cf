using Asan.Synthesize.Catalogue;

namespace Asan.Synthesize.Course;

/// <summary>Visits of the healthy: each of the last years, and every fifth year before.</summary>
static class CheckUps
{
    const int YearsKept = 6;

    static readonly Procedure[] Screenings =
    [
        Procedure.MedicationReview, Procedure.SocialNeeds, Procedure.DepressionScreen, Procedure.Phq2, Procedure.SubstanceUse,
        Procedure.Anxiety, Procedure.AlcoholQuestions, Procedure.DrugAbuseScreen, Procedure.DomesticAbuseScreen, Procedure.BloodCount, Procedure.Physical,
    ];

    public static void AddTo(Plan plan)
    {
        var years = plan.Person.Years;
        Visit? last = null;
        for (var year = 0; year <= years; year++)
            if (year >= years - YearsKept || year % 5 == 0)
                last = Add(plan, year) ?? last;

        if (last is not null)
            FillLast(plan, last);
    }

    static Visit? Add(Plan plan, int year)
    {
        var (person, rng) = (plan.Person, plan.Rng);
        var start = person.Born.Date.AddYears(year).AddDays(rng.Between(1, 60)).AddSeconds(rng.Between(28_800, 64_800));
        var stop = start.AddMinutes(rng.Between(1, 3) * 15);
        var visit = new Visit(start, stop, EncounterClass.Wellness, year < 18 ? Visits.WellChild : Visits.Examination) { IsCheckUp = true };
        if (!plan.Add(visit))
            return null;

        if (year is >= 18 and < 23)
            visit.Conditions.Add((rng.Pick(SocialFinding.Schooling), null));
        if (year >= 18 && rng.Chance(880))
            visit.Conditions.Add((rng.Pick(SocialFinding.Adult), plan.OverAt(start, rng.Between(200, 900))));
        if (year >= 25 && rng.Chance(12))
            visit.Conditions.Add((rng.Pick(SocialFinding.WithoutConcept), null));

        if (person.End - start < TimeSpan.FromDays(700))
            visit.Panels.Add(Panel.Vitals);
        if (year >= 18 && rng.Chance(260))
            visit.Procedures.Add(rng.Pick(Screenings));
        if (year >= 50 && year % 10 == 0)
            visit.Procedures.Add(Procedure.Colonoscopy);
        Vaccinate(visit, year, person.Years, rng);
        return visit;
    }

    static void Vaccinate(Visit visit, int year, int years, Rng rng)
    {
        if (year < 2 && years < 7)
            visit.Vaccines.AddRange(Vaccine.Infant.Where(_ => rng.Chance(320)));
        else if (year is >= 11 and < 17 && rng.Chance(180))
            visit.Vaccines.Add(rng.Pick(Vaccine.Youth));
        else if (year >= 60 && rng.Chance(80))
            visit.Vaccines.Add(rng.Pick(Vaccine.Old));
        else if (year >= 18 && rng.Chance(25))
            visit.Vaccines.Add(rng.Pick(Vaccine.Adult));
    }

    static void FillLast(Plan plan, Visit visit)
    {
        var (rng, age) = (plan.Rng, plan.Person.AgeAt(visit.Start));
        if (rng.Chance(300))
            visit.Vaccines.Add(Vaccine.Flu);
        if (age >= 18)
            visit.Panels.Add(Panel.Survey);
        if (age >= 35 && rng.Chance(550))
            visit.Panels.Add(Panel.Chemistry);
        if (age >= 30 && rng.Chance(300))
            visit.Panels.Add(Panel.Lipids);
        if (rng.Chance(150))
            visit.Panels.Add(Panel.BloodCount);
        if (age >= 40 && rng.Chance(120))
            visit.Panels.Add(Panel.Liver);
        if (rng.Chance(80))
            visit.Panels.Add(Panel.Urine);
    }
}
