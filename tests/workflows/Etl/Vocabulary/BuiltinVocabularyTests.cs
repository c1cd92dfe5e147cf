using Asan.Synthesize;
using Asan.Workflows.Etl;

namespace Asan.Tests.Etl.Vocabulary;

/// <summary>The built-in vocabulary: closed in itself, and enough for the synthetic hospital.</summary>
public sealed class BuiltinVocabularyTests
{
    // Real loads meet codes that no vocabulary knows; these keep that road open.
    static readonly (string Vocabulary, string Code)[] LeftOutOnPurpose =
    [
        ("CVX", "08"),
        ("CVX", "208"),
        ("LOINC", "DALY"),
        ("LOINC", "QALY"),
        ("LOINC", "QOLS"),
        ("RxNorm", "HB-0117"),
        ("SNOMED", "161744009"),
        ("SNOMED", "267020005"),
        ("SNOMED", "449411000124106"),
        ("SNOMED", "713779008"),
        ("SNOMED", "HB-D-09"),
        ("UCUM", "U/L"),
        ("UCUM", "[pH]"),
        ("UCUM", "{#}"),
        ("UCUM", "{score}"),
    ];

    // OMOP knows these codes and maps them to nothing (plans of care are types to it, an urgent care clinic a place).
    static readonly (string Vocabulary, string Code)[] KnownButMappedToNothing =
    [
        ("SNOMED", "412776001"),
        ("SNOMED", "66348005"),
        ("SNOMED", "698360004"),
        ("SNOMED", "702927004"),
        ("SNOMED", "736285004"),
    ];

    static readonly List<Dictionary<string, string>> Concepts = Read("concept");
    static readonly List<Dictionary<string, string>> Relationships = Read("concept_relationship");
    static readonly List<Dictionary<string, string>> Ancestors = Read("concept_ancestor");
    static readonly Dictionary<string, Dictionary<string, string>> ById = Concepts.DistinctBy(c => c["concept_id"]).ToDictionary(c => c["concept_id"]);
    static readonly ILookup<string, string> Targets =
        Relationships.Where(r => r["relationship_id"] == "Maps to").ToLookup(r => r["concept_id_1"], r => r["concept_id_2"]);

    [Fact]
    public void Every_code_of_the_synthetic_hospital_has_a_concept_but_those_left_out_on_purpose()
    {
        var known = Concepts.Select(c => (c["vocabulary_id"], c["concept_code"])).ToHashSet();

        Assert.Equal(LeftOutOnPurpose.Order(), SynthesizedCodes.Value.Where(code => !known.Contains(code)).Order());
    }

    [Fact]
    public void Every_known_code_of_the_synthetic_hospital_maps_to_a_standard_concept_but_those_that_OMOP_maps_to_nothing()
    {
        var ids = Concepts.Where(c => c["concept_code"] != "OMOP generated").ToDictionary(c => (c["vocabulary_id"], c["concept_code"]), c => c["concept_id"]);

        var unmapped = SynthesizedCodes.Value.Where(code => ids.TryGetValue(code, out var id) && !Targets.Contains(id));

        Assert.Equal(KnownButMappedToNothing.Order(), unmapped.Order());
    }

    [Fact]
    public void Concept_ids_are_unique_and_no_vocabulary_has_a_code_twice()
    {
        Assert.Equal(Concepts.Count, ById.Count);
        var codes = Concepts.Where(c => c["concept_code"] != "OMOP generated").Select(c => (c["vocabulary_id"], c["concept_code"])).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(Concepts, c => Assert.True(int.TryParse(c["concept_id"], out _) && c["concept_name"].Length is > 0 and <= 255));
    }

    [Fact]
    public void Relationships_have_both_ends_and_their_reverse()
    {
        var pairs = Relationships.Select(r => (r["concept_id_1"], r["concept_id_2"], r["relationship_id"])).ToHashSet();

        Assert.Equal(Relationships.Count, pairs.Count);
        Assert.All(pairs, p => Assert.True(ById.ContainsKey(p.Item1) && ById.ContainsKey(p.Item2), $"{p} has no end"));
        Assert.All(pairs, p => Assert.Contains((p.Item2, p.Item1, p.Item3 == "Maps to" ? "Mapped from" : "Maps to"), pairs));
    }

    [Fact]
    public void Concepts_map_to_standard_concepts_and_standard_ones_to_themselves()
    {
        Assert.All(Targets.SelectMany(of => of), target => Assert.Equal("S", ById[target]["standard_concept"]));
        Assert.All(Concepts.Where(c => c["standard_concept"] == "S"), c => Assert.Contains(c["concept_id"], Targets[c["concept_id"]]));
    }

    [Fact]
    public void One_code_has_two_targets() => Assert.Equal(["1503184", "19021481"], Targets[Id("RxNorm", "235389")].Order());

    [Fact]
    public void Every_medicine_leads_to_an_ingredient_and_every_drug_to_itself()
    {
        var ancestors = Ancestors.ToLookup(a => a["descendant_concept_id"], a => a["ancestor_concept_id"]);
        Assert.All(Ancestors, a => Assert.True(ById.ContainsKey(a["ancestor_concept_id"]) && ById.ContainsKey(a["descendant_concept_id"])));

        foreach (var drug in Concepts.Where(c => c["domain_id"] == "Drug" && c["standard_concept"] == "S"))
        {
            Assert.Contains(drug["concept_id"], ancestors[drug["concept_id"]]);
            if (drug["vocabulary_id"] == "RxNorm")
                Assert.Contains(ancestors[drug["concept_id"]], id => ById[id]["concept_class_id"] == "Ingredient");
        }
    }

    [Fact]
    public void Every_vocabulary_domain_and_class_that_a_concept_names_is_there_with_its_own_concept()
    {
        foreach (var (file, column) in new[] { ("vocabulary", "vocabulary_id"), ("domain", "domain_id"), ("concept_class", "concept_class_id") })
        {
            var rows = Read(file).ToDictionary(row => row[column]);
            Assert.All(Concepts, c => Assert.Contains(c[column], rows.Keys));
            Assert.All(rows.Values, row => Assert.Equal(row[column], ById[row.Values.Last()]["concept_name"]));
        }
    }

    [Theory]
    [InlineData("0", "Metadata")]
    [InlineData("8507", "Gender")]
    [InlineData("8532", "Gender")]
    [InlineData("8527", "Race")]
    [InlineData("8516", "Race")]
    [InlineData("8515", "Race")]
    [InlineData("38003563", "Ethnicity")]
    [InlineData("38003564", "Ethnicity")]
    [InlineData("9201", "Visit")]
    [InlineData("9202", "Visit")]
    [InlineData("9203", "Visit")]
    [InlineData("42898160", "Visit")]
    [InlineData("581476", "Visit")]
    [InlineData("5083", "Visit")]
    [InlineData("8546", "Visit")]
    [InlineData("32814", "Type Concept")]
    [InlineData("32817", "Type Concept")]
    [InlineData("32827", "Type Concept")]
    [InlineData("32838", "Type Concept")]
    [InlineData("32882", "Type Concept")]
    [InlineData("44818668", "Currency")]
    [InlineData("38004446", "Provider")]
    [InlineData("8645", "Unit")]
    [InlineData("756265", "Metadata")]
    public void What_the_load_writes_of_its_own_is_there(string concept, string domain) => Assert.Equal(domain, ById[concept]["domain_id"]);

    static string Id(string vocabulary, string code) => Concepts.Single(c => c["vocabulary_id"] == vocabulary && c["concept_code"] == code)["concept_id"];

    static List<Dictionary<string, string>> Read(string file)
    {
        var name = $"Asan.Workflows.Etl.Vocabulary.Builtin.{file}.csv";
        using var stream = typeof(LoadRequest).Assembly.GetManifestResourceStream(name);
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream);
        return CsvText.Parse(reader.ReadToEnd(), name);
    }

    // Two thousand patients meet every code there is: the rarest is one death in 128 eights.
    static readonly Lazy<HashSet<(string Vocabulary, string Code)>> SynthesizedCodes = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("asan-codes-").FullName;
        try
        {
            Hospital.Write(new Order(2_000, 1, Order.DefaultUntil), folder, _ => { }, CancellationToken.None);
            return [.. CodesOf(folder).Where(code => code.Code is not ("" or "null"))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    static IEnumerable<(string Vocabulary, string Code)> CodesOf(string folder)
    {
        string[] files =
        [
            "conditions", "procedures", "devices", "supplies", "careplans", "encounters", "allergies", "medications", "immunizations", "observations",
        ];
        foreach (var file in files)
            foreach (var row in CsvText.Read(Path.Combine(folder, $"{file}.csv")))
            {
                yield return (Vocabulary(file, row), row["CODE"]);
                yield return ("SNOMED", row.GetValueOrDefault("REASONCODE", ""));
                yield return ("SNOMED", row.GetValueOrDefault("REACTION1", ""));
                yield return ("UCUM", row.GetValueOrDefault("UNITS", ""));
                yield return ("LOINC", row.GetValueOrDefault("VALUE", "") is ['L', 'A', ..] answer ? answer : "");
            }
    }

    static string Vocabulary(string file, Dictionary<string, string> row) => file switch
    {
        "medications" => "RxNorm",
        "immunizations" => "CVX",
        "observations" => "LOINC",
        "allergies" when row["SYSTEM"] == "RxNorm" => "RxNorm",
        _ => "SNOMED",
    };
}
