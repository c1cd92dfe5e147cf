using Npgsql;
using NpgsqlTypes;

namespace Asan.Workflows.Postgres;

/// <summary>Typed positional parameters: <c>$1</c>, <c>$2</c>, ... in the order they stand.</summary>
public static class Sql
{
    public static NpgsqlParameter Value<T>(T value) where T : notnull => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
