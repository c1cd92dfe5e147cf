using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>The server is a standby. It may be promoted, or its name may come to stand for another: worth another try.</summary>
sealed class StandbyException() : NpgsqlException("The server is a standby; the engine works on the primary alone.")
{
    public override bool IsTransient => true;
}
