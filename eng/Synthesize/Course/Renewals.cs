using Asan.Synthesize.Catalogue;

namespace Asan.Synthesize.Course;

/// <summary>Medicines of lasting illnesses: given when the illness is found, renewed at check-ups and follow-ups, and left open at the last of them.</summary>
static class Renewals
{
    public static void AddTo(IReadOnlyList<Visit> visits, DateTime? died, Rng rng)
    {
        var treated = visits.Select((visit, at) => (visit.Illness, At: at)).Where(v => v.Illness is { Treatments.Length: > 0 });
        foreach (var (illness, found) in treated.DistinctBy(v => v.Illness))
            Renew(illness!, visits, found, died, rng);
    }

    static void Renew(Illness illness, IReadOnlyList<Visit> visits, int found, DateTime? died, Rng rng)
    {
        var treatment = rng.Below(illness.Treatments.Length);
        Visit? given = null;
        for (var i = found; i < visits.Count; i++)
        {
            var visit = visits[i];
            if (!visit.IsCheckUp && visit.Illness != illness)
                continue;

            Give(illness, treatment, given, visit.Start);
            if (given is not null && rng.Chance(100))
                treatment = (treatment + 1) % illness.Treatments.Length;
            given = visit;
        }
        Give(illness, treatment, given, died);
    }

    static void Give(Illness illness, int treatment, Visit? at, DateTime? until)
    {
        if (at is not null)
            foreach (var drug in illness.Treatments[treatment])
                at.Drugs.Add((drug, until, illness.Code));
    }
}
