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
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }

    public static NpgsqlCommand WithInstant(this NpgsqlCommand command, DateTime? utc)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)utc ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;
    }

    /// <summary>A ticks value as an instant the database can hold, rounded up to its microsecond: a timer is never early.</summary>
    public static DateTime ToInstant(long ticks) =>
        ticks <= 0 ? DateTime.MinValue : new DateTime((ticks + 9) / 10 * 10, DateTimeKind.Utc);
}
