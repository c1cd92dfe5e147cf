using Asan.Workflows.Etl;

namespace Asan.Tests.Etl.Cdm;

/// <summary>Set A, loaded once for all the tests that look at it; null where ../shared is absent.</summary>
public sealed class TutorialCdm(Postgres postgres) : IAsyncLifetime
{
    SourceFolder? source;
    SourceFolder? vocabulary;

    internal EtlDatabase? Loaded { get; private set; }

    internal CdmLoad? Load { get; private set; }

    internal IReadOnlyDictionary<string, TableCount> Counts { get; private set; } = new Dictionary<string, TableCount>();

    internal string Source => source!.Path;

    internal string Vocabulary => vocabulary!.Path;

    /// <summary>The loaded database; skips the test where the data is absent.</summary>
    internal EtlDatabase Database()
    {
        SharedData.Require("data/omop/a_tutorial109");
        return Loaded!;
    }

    public async ValueTask InitializeAsync()
    {
        if (!SharedData.Exists("data/omop/a_tutorial109"))
            return;

        source = SourceFolder.Unpacked(SharedData.Require("data/omop/a_tutorial109/raw"));
        vocabulary = new SourceFolder();
        PublishedVocabulary.Compose(vocabulary.Path);
        Loaded = await EtlDatabase.CreateAsync(postgres);
        Load = new CdmLoad(Loaded);
        Counts = await Load.RunAsync(source.Path, vocabulary.Path);
    }

    public async ValueTask DisposeAsync()
    {
        source?.Dispose();
        vocabulary?.Dispose();
        if (Loaded is not null)
            await Loaded.DisposeAsync();
    }
}
