using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Asan.Functions.Tests.Etl;

/// <summary>Every table of the CDM in order, row by row, as a checksum: equal content, equal value.</summary>
static class CdmContent
{
    /// <summary>Table by table: its number of rows and the SHA-256 of its ordered dump.</summary>
    public static async Task<SortedDictionary<string, string>> OfAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);

        var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await TablesAsync(connection, ct))
            content[table] = await DumpAsync(connection, table, ct);
        return content;
    }

    static async Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'cdm'
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);

        var tables = new List<string>();
        while (await reader.ReadAsync(ct))
            tables.Add(reader.GetString(0));
        return tables;
    }

    static async Task<string> DumpAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = await connection.BeginTextExportAsync($"COPY (SELECT * FROM cdm.{table} AS t ORDER BY t) TO STDOUT", ct);

        var count = 0L;
        while (await rows.ReadLineAsync(ct) is { } row)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(row));
            hash.AppendData("\n"u8);
            count++;
        }
        return $"{count} rows {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
