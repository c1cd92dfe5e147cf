using System.Security.Cryptography;
using System.Text;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Access;

/// <summary>Which labels the holder of a function key has. Stands for identities until there are some.</summary>
public sealed class Grants(NpgsqlDataSource db)
{
    /// <summary>What is remembered of a key. Keys are long and random, so nobody finds one by its hash.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Gives the holder of the key exactly these labels.</summary>
    public async Task GiveAsync(string key, IReadOnlyCollection<string> labels, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("DELETE FROM platform.grants WHERE key_sha256 = $1", [Sql.Value(HashOf(key))], ct);
        await connection.ExecuteAsync(
            "INSERT INTO platform.grants (key_sha256, label) SELECT DISTINCT $1, label FROM unnest($2) AS label"
            , [Sql.Value(HashOf(key)), Sql.Value(labels.ToArray())], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The labels of the key's holder; none for a key that nobody was told of.</summary>
    public async Task<IReadOnlyList<string>> HeldAsync(string key, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await HeldAsync(connection, HashOf(key), ct);
    }

    /// <summary>The same in the snapshot that the connection has open.</summary>
    internal static async Task<IReadOnlyList<string>> HeldAsync(NpgsqlConnection connection, byte[] keySha256, CancellationToken ct) =>
        await connection.ScalarAsync<string[]>(
            "SELECT coalesce(array_agg(label ORDER BY label), '{}') FROM platform.grants WHERE key_sha256 = $1", [Sql.Value(keySha256)], ct) ?? [];
}
