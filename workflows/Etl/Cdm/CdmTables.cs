namespace Asan.Workflows.Etl.Cdm;

/// <summary>Keys as OHDSI names them; indices for what is asked for: a person's rows, a concept's rows, a visit's rows.</summary>
static class CdmTables
{
    public static IReadOnlyList<CdmTable> Clinical { get; } =
    [
        new("person", "person_id", "gender_concept_id"),
        new("observation_period", "observation_period_id", "person_id"),
        new("visit_occurrence", "visit_occurrence_id", "person_id", "visit_concept_id"),
        new("visit_detail", "visit_detail_id", "person_id", "visit_detail_concept_id", "visit_occurrence_id"),
        new("condition_occurrence", "condition_occurrence_id", "person_id", "condition_concept_id", "visit_occurrence_id"),
        new("drug_exposure", "drug_exposure_id", "person_id", "drug_concept_id", "visit_occurrence_id"),
        new("procedure_occurrence", "procedure_occurrence_id", "person_id", "procedure_concept_id", "visit_occurrence_id"),
        new("device_exposure", "device_exposure_id", "person_id", "device_concept_id", "visit_occurrence_id"),
        new("measurement", "measurement_id", "person_id", "measurement_concept_id", "visit_occurrence_id"),
        new("observation", "observation_id", "person_id", "observation_concept_id", "visit_occurrence_id"),
        new("death", Key: null, "person_id"),
        new("note", "note_id", "person_id", "note_type_concept_id", "visit_occurrence_id"),
        new("note_nlp", "note_nlp_id", "note_id", "note_nlp_concept_id"),
        new("specimen", "specimen_id", "person_id", "specimen_concept_id"),
        new("fact_relationship", Key: null, "domain_concept_id_1", "domain_concept_id_2", "relationship_concept_id"),
        new("location", "location_id"),
        new("care_site", "care_site_id"),
        new("provider", "provider_id"),
        new("payer_plan_period", "payer_plan_period_id", "person_id"),
        new("cost", "cost_id", "cost_event_id"),
        new("drug_era", "drug_era_id", "person_id", "drug_concept_id"),
        new("dose_era", "dose_era_id", "person_id", "drug_concept_id"),
        new("condition_era", "condition_era_id", "person_id", "condition_concept_id"),
        new("episode", "episode_id", "person_id", "episode_concept_id"),
        new("episode_event", Key: null, "episode_id"),
        new("metadata", "metadata_id", "metadata_concept_id"),
        new("cdm_source", Key: null),
    ];

    public static IReadOnlyList<CdmTable> Vocabulary { get; } =
    [
        new("concept", "concept_id", "concept_code", "vocabulary_id", "domain_id", "concept_class_id"),
        new("vocabulary", "vocabulary_id"),
        new("domain", "domain_id"),
        new("concept_class", "concept_class_id"),
        new("concept_relationship", Key: null, "concept_id_1", "concept_id_2"),
        new("relationship", "relationship_id"),
        new("concept_synonym", Key: null, "concept_id"),
        new("concept_ancestor", Key: null, "ancestor_concept_id", "descendant_concept_id"),
        new("source_to_concept_map", Key: null, "source_code", "target_concept_id"),
        new("drug_strength", Key: null, "drug_concept_id", "ingredient_concept_id"),
    ];
}
