using Npgsql;
using NpgsqlTypes;

namespace Asan.Runtime.Durable.Store;

/// <summary>Typed positional parameters.</summary>
static class Parameters
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)Storable(value) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }

    public static NpgsqlCommand WithInstant(this NpgsqlCommand command, DateTime? utc)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)utc ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlBatchCommand WithText(this NpgsqlBatchCommand command, string value) => command.With(value);

    /// <summary>One member of each row, as an array.</summary>
    public static NpgsqlBatchCommand With<TRow, T>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, T> member)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = member(rows[i]);
        return command.With(values);
    }

    public static NpgsqlBatchCommand WithTexts<TRow>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, string?> member)
    {
        var values = new string?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Storable(member(rows[i]));
        command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return command;
    }

    public static NpgsqlBatchCommand WithInstants<TRow>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, DateTime> member)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(member).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        return command;
    }

    /// <summary>This text, which the database can hold. Refused here: a server's refusal spoils the connection (see <see cref="TurnStore"/>).</summary>
    /// <exception cref="ArgumentException">It holds a NUL character.</exception>
    public static string? Storable(string? value) => value?.Contains('\0', StringComparison.Ordinal) is true
        ? throw new ArgumentException("Text with a NUL character cannot be stored.", nameof(value))
        : value;

    /// <summary>A ticks value as an instant the database can hold, rounded up to its microsecond: a timer is never early.</summary>
    public static DateTime ToInstant(long ticks) =>
        ticks <= 0 ? DateTime.MinValue : new DateTime((ticks + 9) / 10 * 10, DateTimeKind.Utc);
}
