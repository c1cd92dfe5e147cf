using Asan.Synthesize;

namespace Asan.Tests.Etl.Staging;

/// <summary>What eng/synthesize writes and what the load carries for it are read whole: every row, and not one reject.</summary>
public sealed class SyntheticHospitalTests(Postgres postgres) : IAsyncLifetime
{
    EtlDatabase db = null!;

    public async ValueTask InitializeAsync() => db = await EtlDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => db.DisposeAsync();

    [Fact]
    public async Task A_synthetic_hospital_is_staged_without_a_reject()
    {
        using var folder = new SourceFolder();
        var rows = Hospital.Write(new Order(60, 4, Order.DefaultUntil), folder.Path, _ => { }, TestContext.Current.CancellationToken);

        var report = await db.StageAsync(folder.Path);

        Assert.NotEmpty(report.Tables);
        Assert.All(report.Tables, table => Assert.Equal((rows[table.Table], rows[table.Table], 0L), (table.Read, table.Written, table.Rejected)));
        Assert.Empty(await db.RejectsAsync());
    }

    [Fact]
    public async Task The_built_in_vocabulary_is_loaded_without_a_reject()
    {
        var report = await db.LoadVocabularyAsync(null);

        Assert.All(report.Step.Tables, table => Assert.Equal((table.Read, 0L), (table.Written, table.Rejected)));
        Assert.Equal(["2"], await db.RowsAsync("""
            SELECT count(*)
            FROM vocab_next.concept AS source
            JOIN vocab_next.concept_relationship AS maps ON maps.concept_id_1 = source.concept_id AND maps.relationship_id = 'Maps to'
            WHERE source.vocabulary_id = 'RxNorm' AND source.concept_code = '235389'
            """));
        Assert.Empty(await db.RejectsAsync());
    }
}
