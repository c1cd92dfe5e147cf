using System.Globalization;
using static Asan.Tests.Etl.Cdm.SmallVocabulary;

namespace Asan.Tests.Etl.Cdm;

/// <summary>Eras of random rows against a plain reading of the rules that merges two rows at a time until nothing moves.</summary>
public sealed class EraTests(Postgres postgres)
{
    static readonly DateOnly Epoch = new(2020, 1, 1);

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Condition_eras_are_those_that_merging_pair_by_pair_gives(int seed)
    {
        var random = new Random(seed);
        string[] codes = ["flu", "100", "nowhere"];
        var rows = Enumerable.Range(0, 1_200).Select(_ => (Patient: $"p{random.Next(40)}", Code: codes[random.Next(3)], Span: Drawn(random))).ToList();

        var eras = await LoadAsync("conditions", rows.Select(row => $"{row.Span.Start:o},{row.Span.Stop:o},{row.Patient},,SNOMED-CT,{row.Code}"), """
            SELECT person_source_value, condition_concept_id, condition_era_start_date, condition_era_end_date, condition_occurrence_count
            FROM cdm.condition_era JOIN cdm.person USING (person_id)
            """);

        var expected = rows.Where(row => row.Code != "nowhere").GroupBy(row => (row.Patient, row.Code)).SelectMany(group =>
            Merged(group.Select(row => new Stretch(row.Span.Start, row.Span.Stop ?? row.Span.Start.AddDays(1), 1, 0)), pad: 30)
                .Select(era => Line($"{group.Key.Patient}|{(group.Key.Code == "flu" ? Flu : SameCodeCondition)}|{era.First:o}|{era.Last:o}|{era.Rows}")));
        Assert.Equal(expected.Order(StringComparer.Ordinal), eras);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Drug_eras_are_those_that_merging_pair_by_pair_gives(int seed)
    {
        var random = new Random(seed);
        string[] codes = ["tablet-a", "tablet-b", "pack-ab", "100"];
        var rows = Enumerable.Range(0, 1_200)
            .Select(_ => (Patient: $"p{random.Next(40)}", Code: codes[random.Next(4)], Span: Drawn(random, reversed: true))).ToList();

        var eras = await LoadAsync("medications", rows.Select(row => $"{row.Span.Start:o},{row.Span.Stop:o},{row.Patient},,,{row.Code},1,0,1,1,"), """
            SELECT person_source_value, drug_concept_id, drug_era_start_date, drug_era_end_date, drug_exposure_count, gap_days
            FROM cdm.drug_era JOIN cdm.person USING (person_id)
            """);

        var expected = new[] { (Ingredient: IngredientA, Code: "tablet-a"), (Ingredient: IngredientB, Code: "tablet-b") }.SelectMany(drug => rows
            .Where(row => row.Code == drug.Code || row.Code == "pack-ab")
            .Where(row => row.Span.Stop is null || row.Span.Stop >= row.Span.Start)
            .GroupBy(row => row.Patient)
            .SelectMany(group => DrugEras(group.Select(row => (row.Span.Start, row.Span.Stop ?? row.Span.Start)))
                .Select(era => (era, Gap: era.Last.DayNumber - era.First.DayNumber - era.Days))
                .Select(row => Line($"{group.Key}|{drug.Ingredient}|{row.era.First:o}|{row.era.Last:o}|{row.era.Rows}|{row.Gap}"))));
        Assert.Equal(expected.Order(StringComparer.Ordinal), eras);
    }

    static List<Stretch> DrugEras(IEnumerable<(DateOnly Start, DateOnly End)> exposures) =>
        Merged(Merged(exposures.Select(span => new Stretch(span.Start, span.End, 1, 0)), pad: 0)
            .Select(stretch => stretch with { Days = stretch.Last.DayNumber - stretch.First.DayNumber }), pad: 30);

    static List<Stretch> Merged(IEnumerable<Stretch> stretches, int pad)
    {
        var left = stretches.ToList();
        while (true)
        {
            var (one, other) = Pair(left, pad);
            if (one is null || other is null)
                return left;

            left.Remove(one);
            left.Remove(other);
            left.Add(new(
                one.First < other.First ? one.First : other.First,
                one.Last > other.Last ? one.Last : other.Last,
                one.Rows + other.Rows,
                one.Days + other.Days));
        }
    }

    static (Stretch?, Stretch?) Pair(List<Stretch> stretches, int pad)
    {
        foreach (var one in stretches)
            foreach (var other in stretches)
                if (!ReferenceEquals(one, other) && one.First <= other.First && other.First <= one.Last.AddDays(pad))
                    return (one, other);
        return (null, null);
    }

    static (DateOnly Start, DateOnly? Stop) Drawn(Random random, bool reversed = false)
    {
        var start = Epoch.AddDays(random.Next(1_500));
        if (random.Next(4) == 0)
            return (start, null);
        return (start, start.AddDays(reversed && random.Next(10) == 0 ? -random.Next(1, 20) : random.Next(45)));
    }

    async Task<IReadOnlyList<string>> LoadAsync(string file, IEnumerable<string> rows, string query)
    {
        using var vocabulary = SmallVocabulary.Write();
        using var hospital = new SmallHospital()
            .With("organizations", "o1,Asan,88 Olympic-ro,Seoul,Seoul,05505")
            .With("providers", "d1,o1,Kim,F,GENERAL PRACTICE")
            .With("patients", Enumerable.Range(0, 40).Select(i => Line($"p{i},1980-02-29,,white,nonhispanic,F,Seoul,Seoul,,05505")))
            .With(file, rows);
        await using var database = await EtlDatabase.CreateAsync(postgres);
        await new CdmLoad(database).RunAsync(hospital.Path, vocabulary.Path);
        return [.. (await database.RowsAsync(query)).Order(StringComparer.Ordinal)];
    }

    static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Stretch(DateOnly First, DateOnly Last, int Rows, int Days);
}
