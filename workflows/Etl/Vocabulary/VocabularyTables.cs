using Asan.Workflows.Etl.Copying;
using static Asan.Workflows.Etl.Copying.FieldKind;

namespace Asan.Workflows.Etl.Vocabulary;

/// <summary>The vocabulary tables of OMOP 5.4. Athena's files and exports of the tables have the same columns.</summary>
static class VocabularyTables
{
    public static IReadOnlyList<SourceTable> All { get; } =
    [
        new("concept", true,
            Id("concept_id"), Name("concept_name", 255), Key("domain_id"), Key("vocabulary_id"), Key("concept_class_id"), Mark("standard_concept"),
            Name("concept_code", 50), Day("valid_start_date"), Day("valid_end_date"), Mark("invalid_reason")),

        new("vocabulary", true,
            Key("vocabulary_id"), Name("vocabulary_name", 255), Words("vocabulary_reference", 255), Words("vocabulary_version", 255), Id("vocabulary_concept_id")),

        new("domain", false,
            Key("domain_id"), Name("domain_name", 255), Id("domain_concept_id")),

        new("concept_class", false,
            Key("concept_class_id"), Name("concept_class_name", 255), Id("concept_class_concept_id")),

        new("relationship", false,
            Key("relationship_id"), Name("relationship_name", 255), Name("is_hierarchical", 1), Name("defines_ancestry", 1), Key("reverse_relationship_id"),
            Id("relationship_concept_id")),

        new("concept_relationship", true,
            Id("concept_id_1"), Id("concept_id_2"), Key("relationship_id"), Day("valid_start_date"), Day("valid_end_date"), Mark("invalid_reason")),

        new("concept_synonym", false,
            Id("concept_id"), Name("concept_synonym_name", 1000), Id("language_concept_id")),

        new("concept_ancestor", true,
            Id("ancestor_concept_id"), Id("descendant_concept_id"), Id("min_levels_of_separation"), Id("max_levels_of_separation")),

        new("drug_strength", false,
            Id("drug_concept_id"), Id("ingredient_concept_id"), Amount("amount_value"), Count("amount_unit_concept_id"), Amount("numerator_value"),
            Count("numerator_unit_concept_id"), Amount("denominator_value"), Count("denominator_unit_concept_id"), Count("box_size"),
            Day("valid_start_date"), Day("valid_end_date"), Mark("invalid_reason")),

        new("source_to_concept_map", false,
            Name("source_code", 50), Id("source_concept_id"), Key("source_vocabulary_id"), Words("source_code_description", 255), Id("target_concept_id"),
            Key("target_vocabulary_id"), Day("valid_start_date"), Day("valid_end_date"), Mark("invalid_reason")),
    ];

    static SourceColumn Id(string name) => new(name, Integer, Need.Value);

    static SourceColumn Count(string name) => new(name, Integer, Need.None);

    static SourceColumn Amount(string name) => new(name, Number, Need.None);

    static SourceColumn Day(string name) => new(name, Date, Need.Value);

    static SourceColumn Key(string name) => new(name, Text, Need.Value) { Length = 20 };

    static SourceColumn Name(string name, int length) => new(name, FieldKind.Name, Need.Column) { Length = length };

    static SourceColumn Words(string name, int length) => new(name, Text, Need.None) { Length = length };

    static SourceColumn Mark(string name) => new(name, Flag, Need.Column) { Length = 1 };
}
