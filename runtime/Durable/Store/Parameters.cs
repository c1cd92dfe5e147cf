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

    /// <summary>This text, which the database can hold. Refused here: a server's refusal spoils the connection (see <see cref="TurnStore"/>).</summary>
    /// <exception cref="ArgumentException">It holds a NUL character.</exception>
    public static string? Storable(string? value) => value?.Contains('\0', StringComparison.Ordinal) is true
        ? throw new ArgumentException("Text with a NUL character cannot be stored.", nameof(value))
        : value;

    /// <summary>A ticks value as an instant the database can hold, rounded up to its microsecond: a timer is never early.</summary>
    public static DateTime ToInstant(long ticks) =>
        ticks <= 0 ? DateTime.MinValue : new DateTime((ticks + 9) / 10 * 10, DateTimeKind.Utc);
}
