using System.Globalization;

namespace Asan.Tests.Etl.Cdm;

/// <summary>Which encounter goes to which visit: the written rules one by one, then at random against a plain reading of them.</summary>
public sealed class VisitRuleTests(Postgres postgres)
{
    static readonly string[] Classes = ["inpatient", "inpatient", "emergency", "urgentcare", "ambulatory", "wellness", "outpatient", "snf", "home"];

    public static TheoryData<string, string[], string> Rules => new()
    {
        { "stays that overlap are one visit", ["a inpatient 01-01T10 01-05T10", "b inpatient 01-03T10 01-04T10"], "a:a,b 01-01T10..01-05T10 9201" },
        { "a stay on the day after is the same visit", ["a inpatient 01-01T10 01-02T10", "b inpatient 01-03T23 01-04T10"], "a:a,b 01-01T10..01-04T10 9201" },
        {
            "a stay two days after is another visit",
            ["a inpatient 01-01T10 01-02T10", "b inpatient 01-04T00 01-05T10"],
            "a:a 01-01T10..01-02T10 9201; b:b 01-04T00..01-05T10 9201"
        },
        {
            "a short stay does not hide a long one before it",
            ["a inpatient 01-01T10 01-20T10", "b inpatient 01-02T10 01-03T10", "c inpatient 01-19T10 01-21T10"],
            "a:a,b,c 01-01T10..01-21T10 9201"
        },
        {
            "an emergency that ends before its day's admission is kept apart",
            ["a emergency 01-01T01 01-01T02", "b inpatient 01-01T10 01-03T10"],
            "a:a 01-01T01..01-01T02 9203; b:b 01-01T10..01-03T10 9201"
        },
        {
            "an emergency that goes on beyond the first day joins the stay without stretching it",
            ["a inpatient 01-01T10 01-02T10", "b emergency 01-01T11 01-04T02"],
            "a:a,b 01-01T10..01-02T10 9201"
        },
        {
            "an emergency in the midst of a stay joins it",
            ["a inpatient 01-01T10 01-05T10", "b urgentcare 01-03T01 01-03T02"],
            "a:a,b 01-01T10..01-05T10 9201"
        },
        {
            "an outpatient encounter inside a stay joins it, on the first day too",
            ["b inpatient 01-01T10 01-05T10", "a outpatient 01-01T01 01-01T02"],
            "b:a,b 01-01T10..01-05T10 9201"
        },
        {
            "an outpatient encounter that starts before the stay is kept apart",
            ["a outpatient 01-01T10 01-03T10", "b inpatient 01-02T10 01-05T10"],
            "a:a 01-01T10..01-03T10 9202; b:b 01-02T10..01-05T10 9201"
        },
        {
            "outpatient encounters of one day are one visit whatever their class",
            ["b ambulatory 01-01T10 01-01T11", "a wellness 01-01T12 01-01T15"],
            "a:a,b 01-01T10..01-01T15 9202"
        },
        {
            "emergency and outpatient of one day are two visits",
            ["a emergency 01-01T10 01-01T11", "b wellness 01-01T12 01-01T15"],
            "a:a 01-01T10..01-01T11 9203; b:b 01-01T12..01-01T15 9202"
        },
        {
            "another class is a visit of its own even inside a stay",
            ["a inpatient 01-01T10 01-05T10", "b snf 01-02T10 01-03T10", "c snf 01-02T10 01-03T10"],
            "a:a 01-01T10..01-05T10 9201; b:b 01-02T10..01-03T10 42898160; c:c 01-02T10..01-03T10 42898160"
        },
        {
            "an encounter without an end, or that ends before it starts, ends when it starts",
            ["a ambulatory 01-01T10 -", "b ambulatory 01-02T10 01-01T10"],
            "a:a 01-01T10..01-01T10 9202; b:b 01-02T10..01-02T10 9202"
        },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task A_rule_holds(string rule, string[] encounters, string visits)
    {
        var parsed = encounters.Select(text => text.Split(' ')).Select(part => new Encounter(
            part[0], "p0", part[1], Moment(part[2]), part[3] == "-" ? null : Moment(part[3]))).ToArray();

        Assert.Equal($"{rule}: {visits}", $"{rule}: {string.Join("; ", await LoadAsync(parsed))}");
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Random_encounters_fall_into_the_visits_that_the_rules_say(int seed)
    {
        var random = new Random(seed);
        var encounters = Enumerable.Range(0, 1_500).Select(_ =>
        {
            var start = new DateTime(2020, 1, 1).AddHours(random.Next(24 * 60));
            var stop = start.AddHours(random.Next(2) * random.Next(100));
            return new Encounter($"{random.Next():x8}", $"p{random.Next(80)}", Classes[random.Next(Classes.Length)], start, stop);
        }).DistinctBy(encounter => encounter.Id).ToArray();

        Assert.Equal(encounters.GroupBy(encounter => encounter.Patient).SelectMany(VisitOracle.Of).Order(StringComparer.Ordinal), await LoadAsync(encounters));
    }

    async Task<IReadOnlyList<string>> LoadAsync(IReadOnlyCollection<Encounter> encounters)
    {
        using var vocabulary = SmallVocabulary.Write();
        using var hospital = new SmallHospital()
            .With("organizations", "o1,Asan,88 Olympic-ro,Seoul,Seoul,05505")
            .With("providers", "d1,o1,Kim,F,GENERAL PRACTICE")
            .With("patients", encounters.Select(encounter => encounter.Patient).Distinct()
                .Select(patient => $"{patient},1980-02-29,,white,nonhispanic,F,Seoul,Seoul,,05505"))
            .With("encounters", encounters.Select(Row));
        await using var database = await EtlDatabase.CreateAsync(postgres);
        await new CdmLoad(database).RunAsync(hospital.Path, vocabulary.Path);

        var visits = await database.RowsAsync("""
            SELECT visit_source_value || ':' || string_agg(visit_detail_source_value, ',' ORDER BY visit_detail_source_value COLLATE "C")
                || ' ' || to_char(visit_start_datetime, 'MM-DD"T"HH24') || '..' || to_char(visit_end_datetime, 'MM-DD"T"HH24') || ' ' || visit_concept_id
            FROM cdm.visit_detail JOIN cdm.visit_occurrence USING (visit_occurrence_id, person_id)
            GROUP BY visit_occurrence_id, visit_source_value, visit_start_datetime, visit_end_datetime, visit_concept_id
            """);
        return [.. visits.Order(StringComparer.Ordinal)];
    }

    static string Row(Encounter encounter)
    {
        var stop = encounter.Stop is { } end ? string.Create(CultureInfo.InvariantCulture, $"{end:s}Z") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{encounter.Id},{encounter.Start:s}Z,{stop},{encounter.Patient},o1,d1,,{encounter.Class},1,1,1,1,");
    }

    static DateTime Moment(string text) => DateTime.ParseExact($"2020-{text}", "yyyy-MM-ddTHH", CultureInfo.InvariantCulture);

    internal sealed record Encounter(string Id, string Patient, string Class, DateTime Start, DateTime? Stop)
    {
        public DateTime End => Stop > Start ? Stop.Value : Start;
    }
}
