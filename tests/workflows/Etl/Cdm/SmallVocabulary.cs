namespace Asan.Tests.Etl.Cdm;

/// <summary>
/// A vocabulary of our own invention, one concept for each way a code can go. Ids are from OMOP's range for local use, but for the few that
/// the load names itself.
/// </summary>
static class SmallVocabulary
{
    public const int Flu = 2_000_000_001;
    public const int Review = 2_000_000_002;
    public const int FluInIcd = 2_000_000_003;
    public const int HistoryOf = 2_000_000_004;
    public const int FluHistory = 2_000_000_005;
    public const int Gout = 2_000_000_006;
    public const int IngredientA = 2_000_000_010;
    public const int IngredientB = 2_000_000_011;
    public const int TabletA = 2_000_000_012;
    public const int TabletB = 2_000_000_013;
    public const int PackAB = 2_000_000_014;
    public const int Vaccine = 2_000_000_015;
    public const int Penicillin = 2_000_000_016;
    public const int Cut = 2_000_000_020;
    public const int CellCount = 2_000_000_021;
    public const int Height = 2_000_000_030;
    public const int Smoking = 2_000_000_031;
    public const int Never = 2_000_000_032;
    public const int BaseExcess = 3_003_396;
    public const int Pump = 2_000_000_040;
    public const int Mask = 2_000_000_041;
    public const int Centimetre = 2_000_000_050;
    public const int UnitPerLitre = 2_000_000_051;
    public const int Latex = 2_000_000_060;
    public const int AllergyToDrug = 439_224;
    public const int SameCodeCondition = 2_000_000_070;
    public const int SameCodeDrug = 2_000_000_071;
    public const int Retired = 2_000_000_072;
    public const int Institution = 42_898_160;
    public const int Cardiology = 2_000_000_080;

    static readonly (int Id, string Domain, string Vocabulary, string Class, string Standard, string Code)[] Concepts =
    [
        (Flu, "Condition", "SNOMED", "Disorder", "S", "flu"),
        (Gout, "Condition", "SNOMED", "Disorder", "S", "gout"),
        (Review, "Observation", "SNOMED", "Situation", "S", "review"),
        (FluInIcd, "Condition", "ICD10CM", "Code", "", "J11"),
        (HistoryOf, "Observation", "SNOMED", "Context", "S", "history-of"),
        (FluHistory, "Observation", "SNOMED", "Context", "", "flu-history"),
        (IngredientA, "Drug", "RxNorm", "Ingredient", "S", "ingredient-a"),
        (IngredientB, "Drug", "RxNorm", "Ingredient", "S", "ingredient-b"),
        (TabletA, "Drug", "RxNorm", "Clinical Drug", "S", "tablet-a"),
        (TabletB, "Drug", "RxNorm", "Clinical Drug", "S", "tablet-b"),
        (PackAB, "Drug", "RxNorm", "Clinical Pack", "", "pack-ab"),
        (Penicillin, "Drug", "RxNorm", "Ingredient", "S", "penicillin"),
        (Vaccine, "Drug", "CVX", "CVX", "S", "03"),
        (Cut, "Procedure", "SNOMED", "Procedure", "S", "cut"),
        (CellCount, "Measurement", "SNOMED", "Procedure", "S", "cell-count"),
        (Height, "Measurement", "LOINC", "Clinical Observation", "S", "height"),
        (Smoking, "Observation", "LOINC", "Survey", "S", "smoking"),
        (Never, "Meas Value", "LOINC", "Answer", "S", "LA-never"),
        (BaseExcess, "Measurement", "LOINC", "Lab Test", "S", "base-excess"),
        (Pump, "Device", "SNOMED", "Physical Object", "S", "pump"),
        (Mask, "Device", "SNOMED", "Physical Object", "S", "mask"),
        (Centimetre, "Unit", "UCUM", "Unit", "S", "cm"),
        (UnitPerLitre, "Unit", "UCUM", "Unit", "S", "[U]/L"),
        (Latex, "Observation", "SNOMED", "Substance", "S", "latex"),
        (AllergyToDrug, "Observation", "SNOMED", "Disorder", "S", "allergy-to-drug"),
        (SameCodeCondition, "Condition", "SNOMED", "Disorder", "S", "100"),
        (SameCodeDrug, "Drug", "RxNorm", "Clinical Drug", "S", "100"),
        (Retired, "Condition", "SNOMED", "Disorder", "S", "retired"),
        (Institution, "Visit", "Visit", "Visit", "S", "institution"),
        (Cardiology, "Provider", "Medicare Specialty", "Physician Specialty", "S", "cardiology"),
    ];

    static readonly (int From, string Relationship, int To, string Invalid)[] Relationships =
    [
        .. Concepts.Where(concept => concept is { Standard: "S", Domain: not "Unit" })
            .Select(concept => (concept.Id, "Maps to", concept.Id, concept.Id == Retired ? "D" : "")),
        (FluInIcd, "Maps to", Flu, ""),
        (FluHistory, "Maps to", HistoryOf, ""),
        (FluHistory, "Maps to value", Flu, ""),
        (PackAB, "Maps to", TabletA, ""),
        (PackAB, "Maps to", TabletB, ""),
    ];

    static readonly (int Ancestor, int Descendant)[] Ancestors =
        [(IngredientA, TabletA), (IngredientB, TabletB), (IngredientA, IngredientA), (IngredientB, IngredientB)];

    public static SourceFolder Write()
    {
        var folder = new SourceFolder();
        folder.Write("concept.csv", Lines(
            "concept_id,concept_name,domain_id,vocabulary_id,concept_class_id,standard_concept,concept_code,valid_start_date,valid_end_date,invalid_reason",
            Concepts.Select(c => $"{c.Id},{c.Code} by name,{c.Domain},{c.Vocabulary},{c.Class},{c.Standard},{c.Code},1970-01-01,2099-12-31,")));
        folder.Write("concept_relationship.csv", Lines(
            "concept_id_1,concept_id_2,relationship_id,valid_start_date,valid_end_date,invalid_reason",
            Relationships.Select(r => $"{r.From},{r.To},{r.Relationship},1970-01-01,2099-12-31,{r.Invalid}")));
        folder.Write("concept_ancestor.csv", Lines(
            "ancestor_concept_id,descendant_concept_id,min_levels_of_separation,max_levels_of_separation",
            Ancestors.Select(a => $"{a.Ancestor},{a.Descendant},1,1")));
        folder.Write("vocabulary.csv", Lines(
            "vocabulary_id,vocabulary_name,vocabulary_reference,vocabulary_version,vocabulary_concept_id", ["None,OMOP,ours,v0 TEST,0"]));
        folder.Write("source_to_concept_map.csv", Lines(
            "source_code,source_concept_id,source_vocabulary_id,source_code_description,target_concept_id,target_vocabulary_id,"
                + "valid_start_date,valid_end_date,invalid_reason",
            [
                $"L1,0,HOSPITAL,Grippe,{Flu},SNOMED,1970-01-01,2099-12-31,",
                $"gout,0,SNOMED,our gout,{Flu},SNOMED,1970-01-01,2099-12-31,",
                $"L2,0,HOSPITAL,Old,{Flu},SNOMED,1970-01-01,1999-12-31,D",
            ]));
        foreach (var (name, header) in new[]
        {
            ("domain", "domain_id,domain_name,domain_concept_id"),
            ("concept_class", "concept_class_id,concept_class_name,concept_class_concept_id"),
            ("relationship", "relationship_id,relationship_name,is_hierarchical,defines_ancestry,reverse_relationship_id,relationship_concept_id"),
        })
            folder.Write($"{name}.csv", Lines(header, []));
        return folder;
    }

    static string Lines(string header, IEnumerable<string> rows) => string.Join('\n', [header, .. rows]) + "\n";
}
