using System.Globalization;
using static Asan.Tests.Etl.Cdm.VisitRuleTests;

namespace Asan.Tests.Etl.Cdm;

/// <summary>The visits of one person by a plain, slow reading of the rules.</summary>
static class VisitOracle
{
    public static IEnumerable<string> Of(IEnumerable<Encounter> person)
    {
        var encounters = person.ToList();
        var visits = Stays(encounters).Select(stay => new Visit(stay)).ToList();
        foreach (var encounter in encounters.Where(encounter => encounter.Class != "inpatient"))
            if (visits.Find(visit => Kind(visit.Own[0]) == "inpatient" && Kind(encounter) != "other" && Inside(encounter, visit.Own)) is { } stay)
                stay.Joined.Add(encounter);
            else if (visits.Find(visit => Kind(encounter) != "other" && IsOfDay(visit.Own[0], encounter)) is { } day)
                day.Own.Add(encounter);
            else
                visits.Add(new([encounter]));

        return visits.Select(Line);
    }

    // Any two stays within a day of each other are put together, until nothing moves any more.
    static List<List<Encounter>> Stays(List<Encounter> encounters)
    {
        var stays = encounters.Where(encounter => encounter.Class == "inpatient").Select(encounter => new List<Encounter> { encounter }).ToList();
        while (true)
        {
            var pair = stays
                .SelectMany(one => stays.Select(other => (one, other)))
                .FirstOrDefault(pair => pair.one != pair.other
                    && First(pair.one) <= First(pair.other) && First(pair.other) <= Last(pair.one).AddDays(1));
            if (pair.one is null)
                return stays;

            pair.one.AddRange(pair.other);
            stays.Remove(pair.other);
        }
    }

    static bool Inside(Encounter encounter, List<Encounter> stay) =>
        encounter.Start.Date >= First(stay) && encounter.Start.Date <= Last(stay)
        && !(Kind(encounter) == "emergency" && encounter.Start.Date == First(stay) && encounter.End.Date == First(stay));

    static bool IsOfDay(Encounter one, Encounter other) => Kind(one) == Kind(other) && one.Start.Date == other.Start.Date;

    static DateTime First(List<Encounter> stay) => stay.Min(encounter => encounter.Start).Date;

    static DateTime Last(List<Encounter> stay) => stay.Max(encounter => encounter.End).Date;

    static string Kind(Encounter encounter) => encounter.Class switch
    {
        "inpatient" => "inpatient",
        "emergency" or "urgentcare" => "emergency",
        "ambulatory" or "wellness" or "outpatient" => "outpatient",
        _ => "other",
    };

    static string Line(Visit visit)
    {
        var ids = visit.Own.Concat(visit.Joined).Select(encounter => encounter.Id).Order(StringComparer.Ordinal);
        var smallest = visit.Own.Select(encounter => encounter.Id).Min(StringComparer.Ordinal);
        return string.Create(CultureInfo.InvariantCulture,
            $"{smallest}:{string.Join(',', ids)} {visit.Own.Min(e => e.Start):MM-ddTHH}..{visit.Own.Max(e => e.End):MM-ddTHH} {Concept(visit.Own[0])}");
    }

    static int Concept(Encounter encounter) => encounter.Class switch
    {
        "inpatient" => 9201,
        "emergency" or "urgentcare" => 9203,
        "snf" => SmallVocabulary.Institution,
        "home" => 0,
        _ => 9202,
    };

    sealed record Visit(List<Encounter> Own)
    {
        public List<Encounter> Joined { get; } = [];
    }
}
