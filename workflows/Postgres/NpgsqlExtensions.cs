using Npgsql;

namespace Asan.Workflows.Postgres;

/// <summary>One statement, one line. A timeout of null is the connection's own (30 seconds by default).</summary>
public static class NpgsqlExtensions
{
    public static Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken ct) =>
        connection.ExecuteAsync(sql, [], ct);

    /// <summary>Runs the statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct, TimeSpan? timeout = null)
    {
        await using var command = connection.Command(sql, parameters, timeout);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Runs the statement on a connection of its own.</summary>
    /// <returns>How many rows it changed.</returns>
    public static async Task<int> ExecuteAsync(this NpgsqlDataSource db, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(sql, parameters, ct);
    }

    /// <summary>The first column of the first row; default when there is no row or it is NULL.</summary>
    public static async Task<T?> ScalarAsync<T>(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct, TimeSpan? timeout = null)
    {
        await using var command = connection.Command(sql, parameters, timeout);
        return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, TimeSpan? timeout = null)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        if (timeout is { } limit)
            command.CommandTimeout = (int)limit.TotalSeconds;
        return command;
    }
}
