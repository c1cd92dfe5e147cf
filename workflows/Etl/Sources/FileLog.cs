using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Etl.Sources;

/// <summary>The files a run read, with their checksums.</summary>
static class FileLog
{
    public static Task WriteAsync(NpgsqlConnection connection, string runId, IReadOnlyCollection<FileSum> files, CancellationToken ct) =>
        connection.ExecuteAsync("""
            INSERT INTO staging.etl_file (run_id, file, bytes, sha256)
            SELECT $1, file, bytes, sha256
            FROM unnest($2, $3, $4) AS read (file, bytes, sha256)
            ON CONFLICT (run_id, file) DO UPDATE
                SET bytes = EXCLUDED.bytes
                  , sha256 = EXCLUDED.sha256
            """,
            [
                Sql.Text(runId), Sql.Value(files.Select(file => file.File).ToArray()), Sql.Value(files.Select(file => file.Bytes).ToArray())
                , Sql.Value(files.Select(file => file.Sha256).ToArray()),
            ], ct);
}
