using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>
/// Step 2's second half: what the transforms need of a vocabulary, for the staged codes alone, so that no transform names a vocabulary's schema.
/// </summary>
public static class ConceptMaps
{
    // A full Athena download has millions of concepts, and the staged codes are looked up among them once.
    static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    /// <summary>
    /// Makes the maps anew from <c>vocab</c>, or from <c>vocab_next</c> when this load brings a new vocabulary.
    /// One command is one transaction, so that there are all maps or none.
    /// </summary>
    public static Task BuildAsync(NpgsqlConnection connection, string vocabularySchema, CancellationToken ct)
    {
        if (vocabularySchema is not ("vocab" or "vocab_next"))
            throw new ArgumentOutOfRangeException(nameof(vocabularySchema), vocabularySchema, "A vocabulary lies in vocab or vocab_next.");

        var maps = CdmSql.Read("Intermediate/concept_maps.sql").Replace("{vocabulary}", vocabularySchema, StringComparison.Ordinal);
        return connection.ExecuteAsync($"{CdmSql.Read("Intermediate/event.sql")};\n{maps};\nDROP VIEW pg_temp.event", [], ct, Timeout);
    }
}
