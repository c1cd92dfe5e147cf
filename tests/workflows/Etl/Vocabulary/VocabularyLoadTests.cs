using System.IO.Compression;
using Asan.Workflows.Etl;
using Asan.Workflows.Postgres;

namespace Asan.Tests.Etl.Vocabulary;

public sealed class VocabularyLoadTests(Postgres postgres) : IAsyncLifetime
{
    readonly SourceFolder athena = Athena();
    EtlDatabase db = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => db = await EtlDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync()
    {
        athena.Dispose();
        return db.DisposeAsync();
    }

    [Fact]
    public async Task An_athena_download_has_tabs_capitals_and_quotes_that_are_letters()
    {
        var report = await db.LoadVocabularyAsync(athena.Path);

        Assert.Equal("vocab_next", report.Schema);
        Assert.Equal(
            ["201826|Type 2 \"adult\" diabetes, mellitus|S|2002-01-31|2099-12-31|", "40398862|Old one||1970-01-01|2020-01-01|D"],
            await db.RowsAsync("""
                SELECT concept_id, concept_name, standard_concept, valid_start_date, valid_end_date, invalid_reason
                FROM vocab_next.concept
                ORDER BY concept_id
                """));
        Assert.Contains(new TableCount("concept", 2, 2, 0), report.Step.Tables);
        Assert.Contains("drug_strength.csv is absent from the vocabulary: no rows of it", report.Step.Notices!);
    }

    [Fact]
    public async Task An_export_of_the_tables_has_commas_quotes_dashes_and_na_for_nothing()
    {
        athena.Delete("CONCEPT.csv");
        athena.Write("concept.csv", """"
            "concept_id","concept_name","domain_id","vocabulary_id","concept_class_id","standard_concept","concept_code","valid_start_date","valid_end_date","invalid_reason"
            201826,"Type 2 diabetes, ""adult""",Condition,SNOMED,Disorder,NA,44054006,2002-01-31,2099-12-31,NA
            """");

        await db.LoadVocabularyAsync(athena.Path);

        Assert.Equal(["201826|Type 2 diabetes, \"adult\"||2002-01-31|"], await db.RowsAsync(
            "SELECT concept_id, concept_name, standard_concept, valid_start_date, invalid_reason FROM vocab_next.concept"));
    }

    [Fact]
    public async Task A_zip_is_read_like_the_folder_it_was_made_of()
    {
        using var folder = new SourceFolder();
        var zip = Path.Combine(folder.Path, "athena.zip");
        ZipFile.CreateFromDirectory(athena.Path, zip, CompressionLevel.Fastest, includeBaseDirectory: true);

        await db.LoadVocabularyAsync(zip);

        Assert.Equal(["2"], await db.RowsAsync("SELECT count(*) FROM vocab_next.concept"));
    }

    [Fact]
    public async Task A_published_vocabulary_that_has_not_changed_is_kept()
    {
        await db.LoadVocabularyAsync(athena.Path);
        await PublishAsync();

        var report = await db.LoadVocabularyAsync(athena.Path);

        Assert.Equal("vocab", report.Schema);
        Assert.Empty(await db.RowsAsync("SELECT nspname FROM pg_namespace WHERE nspname = 'vocab_next'"));
    }

    [Fact]
    public async Task A_vocabulary_that_has_changed_is_loaded_beside_the_published_one()
    {
        await db.LoadVocabularyAsync(athena.Path);
        await PublishAsync();
        athena.Append("CONCEPT.csv", "1\tNew\tCondition\tSNOMED\tDisorder\tS\t1\t20200101\t20991231\t\n");

        var report = await db.LoadVocabularyAsync(athena.Path);

        Assert.Equal("vocab_next", report.Schema);
        Assert.Equal(["2|3"], await db.RowsAsync("SELECT (SELECT count(*) FROM vocab.concept) AS held, (SELECT count(*) FROM vocab_next.concept) AS next"));
    }

    [Fact]
    public async Task What_a_broken_off_load_left_behind_is_not_there_for_the_next_one_to_publish()
    {
        await db.LoadVocabularyAsync(athena.Path);
        await PublishAsync();
        athena.Write("VOCABULARY.csv", "");
        await Assert.ThrowsAsync<LoadRefusedException>(() => db.LoadVocabularyAsync(athena.Path));

        athena.Write("VOCABULARY.csv", Vocabulary);
        var report = await db.LoadVocabularyAsync(athena.Path);

        Assert.Equal("vocab", report.Schema);
        Assert.Empty(await db.RowsAsync("SELECT nspname FROM pg_namespace WHERE nspname = 'vocab_next'"));
    }

    [Fact]
    public async Task A_bad_row_is_a_reject()
    {
        athena.Append("CONCEPT.csv", "x\tNew\tCondition\tSNOMED\tDisorder\tS\t1\t20200101\t20991231\t\n2\tNew\tCondition\tSNOMED\tDisorder\tSS\t1\t20200101\t20991231\t\n");

        await db.LoadVocabularyAsync(athena.Path);

        Assert.Equal(["concept|4|concept_id|not a whole number", "concept|5|standard_concept|longer than 1 characters"], await db.RejectsAsync());
    }

    [Fact]
    public async Task One_id_for_two_concepts_is_refused()
    {
        athena.Append("CONCEPT.csv", "201826\tTwin\tCondition\tSNOMED\tDisorder\tS\t1\t20200101\t20991231\t\n");

        Assert.Equal("The vocabulary's concept has the same id twice.", await RefusalAsync());
    }

    [Fact]
    public async Task A_missing_file_is_refused_by_name()
    {
        athena.Delete("CONCEPT_ANCESTOR.csv");

        Assert.Equal("The vocabulary lacks concept_ancestor.csv: a load cannot do without.", await RefusalAsync());
    }

    [Fact]
    public async Task A_zip_that_is_none_is_refused()
    {
        athena.Write("athena.zip", "no zip");

        var refusal = await Assert.ThrowsAsync<LoadRefusedException>(() => db.LoadVocabularyAsync(Path.Combine(athena.Path, "athena.zip")));

        Assert.Equal("athena.zip is not a zip archive that can be read.", refusal.Message);
    }

    [Fact]
    public async Task The_joint_subset_loads_whole()
    {
        var report = await db.LoadVocabularyAsync(SharedData.Require("data/omop/vocab"));

        Assert.Equal(
            "concept 13070, vocabulary 128, domain 50, concept_class 423, relationship 696, concept_relationship 54228, concept_synonym 0, concept_ancestor 24923, drug_strength 0, source_to_concept_map 0",
            string.Join(", ", report.Step.Tables.Select(table => $"{table.Table} {table.Written}")));
        Assert.Empty(await db.RejectsAsync());
    }

    const string Vocabulary = "vocabulary_id\tvocabulary_name\tvocabulary_reference\tvocabulary_version\tvocabulary_concept_id\nNone\tOMOP Standardized Vocabularies\t\tv5.0 27-AUG-25\t44819096\n";

    static SourceFolder Athena()
    {
        var folder = new SourceFolder();
        folder.Write("CONCEPT.csv",
            "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code\tvalid_start_date\tvalid_end_date\tinvalid_reason\n"
            + "201826\tType 2 \"adult\" diabetes, mellitus\tCondition\tSNOMED\tDisorder\tS\t44054006\t20020131\t20991231\t\n"
            + "40398862\tOld one\tCondition\tSNOMED\tDisorder\t\t1\t19700101\t20200101\tD\n");
        folder.Write("VOCABULARY.csv", Vocabulary);
        folder.Write("CONCEPT_RELATIONSHIP.csv",
            "concept_id_1\tconcept_id_2\trelationship_id\tvalid_start_date\tvalid_end_date\tinvalid_reason\n201826\t201826\tMaps to\t19700101\t20991231\t\n");
        folder.Write("CONCEPT_ANCESTOR.csv",
            "ancestor_concept_id\tdescendant_concept_id\tmin_levels_of_separation\tmax_levels_of_separation\n201826\t201826\t0\t0\n");
        return folder;
    }

    async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<LoadRefusedException>(() => db.LoadVocabularyAsync(athena.Path))).Message;

    Task<int> PublishAsync() => db.Source.ExecuteAsync("ALTER SCHEMA vocab_next RENAME TO vocab", [], Ct);
}
