using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Keeps the engine off standbys: what one shows may be older than what this worker itself has written.</summary>
static class Primary
{
    const string InRecovery = "SELECT pg_is_in_recovery()";

    public static void Require(NpgsqlConnection opened)
    {
        using var command = new NpgsqlCommand(InRecovery, opened);
        Refuse((bool)command.ExecuteScalar()!);
    }

    public static async Task RequireAsync(NpgsqlConnection opened)
    {
        await using var command = new NpgsqlCommand(InRecovery, opened);
        Refuse((bool)(await command.ExecuteScalarAsync())!);
    }

    static void Refuse(bool standby)
    {
        if (standby)
            throw new StandbyException();
    }
}
