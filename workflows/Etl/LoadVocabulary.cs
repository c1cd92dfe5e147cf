using Asan.Runtime.Blobs;
using Asan.Workflows.Blobs;
using Asan.Workflows.Etl.Cdm;
using Asan.Workflows.Etl.Sources;
using Asan.Workflows.Etl.Staging;
using Asan.Workflows.Etl.Vocabulary;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Workflows.Etl;

/// <summary>Step 2: the vocabulary, and what the later steps need of it.</summary>
[DurableTask(nameof(LoadVocabulary))]
public sealed class LoadVocabulary(BlobStore blobs, VocabularyLoad vocabulary, NpgsqlDataSource db) : TaskActivity<StepRequest, StepReport>
{
    public override async Task<StepReport> RunAsync(TaskActivityContext context, StepRequest input)
    {
        var files = await FilesAsync(input.Load.Vocabulary);
        await using var step = await StepLock.TakeAsync(db, nameof(LoadVocabulary), CancellationToken.None);
        await step.RefuseLateAsync(nameof(LoadVocabulary), input.Load.RunId, CancellationToken.None);

        var report = await vocabulary.LoadAsync(input.Load.RunId, files, CancellationToken.None);
        await RequireStagedAsync(step.Connection, input.Load.RunId);
        await ConceptMaps.BuildAsync(step.Connection, report.Schema, CancellationToken.None);
        return report.Step;
    }

    // Here and not before the vocabulary: the maps are made on this connection, which a crash of the server would have ended.
    static async Task RequireStagedAsync(NpgsqlConnection connection, string runId)
    {
        if (!await StagedRun.IsAsync(connection, runId, CancellationToken.None))
            throw new LoadRefusedException("The staged rows are gone: they do not outlive a crash of the database server. Start the load again.");
    }

    async Task<SourceFiles> FilesAsync(string? name)
    {
        if (name is null)
            return VocabularyLoad.Builtin;
        if (BlobNames.Refusal(name) is { } reason)
            throw new LoadRefusedException($"The vocabulary is refused: {reason}.");

        return await SourceFiles.FindFolderAsync(blobs.Sources, name, CancellationToken.None)
            ?? await SourceFiles.FindZipAsync(blobs.Sources, name, CancellationToken.None)
            ?? throw new LoadRefusedException($"The container '{blobs.Sources.Name}' has neither a folder nor a .zip {name}.");
    }
}
