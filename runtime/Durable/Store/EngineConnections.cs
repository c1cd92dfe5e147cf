using System.Data.Common;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>
/// The engine's pools, one for each kind of work, named by the key it is registered with and by application_name: a renewal never waits for a
/// connection behind turns, nor a turn behind the callers of the client, and a server's list of sessions tells them apart.
/// </summary>
static class EngineConnections
{
    public const string Turns = "turns";
    public const string Polls = "polls";
    public const string Leases = "leases";
    public const string Hints = "hints";
    public const string Clients = "clients";
    public const string Schedules = "schedules";
    public const string Receipts = "receipts";

    // All but the clients' queries go by key, whatever the statistics say: tables that live by insert and delete have none to trust. Planned once a
    // connection, since planning a turn's update with the values at hand takes longer (130 µs) than running it.
    const string ByKey = " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    public static IReadOnlyList<string> Kinds { get; } = [Turns, Polls, Leases, Hints, Clients, Schedules, Receipts];

    public static string ApplicationName(string taskHub, string kind) => $"{kind} {taskHub}";

    public static NpgsqlDataSource Create(DurableEngineOptions options, string kind)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        settings.ApplicationName = ApplicationName(options.TaskHub, kind);
        // Statements find out who wrote first by reading a row's newest version again, as READ COMMITTED does, whatever the database's default is.
        // What a client that vanished had locked is free again within half a minute. And no statement is worth compiling, whatever a planner without statistics thinks it will cost.
        settings.Options = $"{settings.Options} -c default_transaction_isolation=read\\ committed -c jit=off -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3{(kind == Clients ? "" : ByKey)}".TrimStart();
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        settings.KeepAlive = 10;
        settings.CommandTimeout = Seconds(Patience(options, kind));
        settings.Timeout = Math.Min(settings.Timeout, settings.CommandTimeout);
        // Which of several servers is the primary is asked again after so long.
        settings.HostRecheckSeconds = 1;
        settings.TargetSessionAttributes = null;
        if (kind == Leases)
            settings.MinPoolSize = 1;
        if (kind != Clients || !SaysPoolSize(options.ConnectionString))
            settings.MaxPoolSize = Most(kind);

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (settings.Host?.Contains(',', StringComparison.Ordinal) is true)
            return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);

        builder.UsePhysicalConnectionInitializer(Primary.Require, Primary.RequireAsync);
        return builder.Build();
    }

    // A server that went silent is found out by these alone. A renewal must be, in time for the next one.
    static TimeSpan Patience(DurableEngineOptions options, string kind) => kind switch
    {
        Leases or Schedules => options.Lease / 3,
        Clients => TimeSpan.FromSeconds(60),
        _ => options.Lease,
    };

    static bool SaysPoolSize(string connectionString)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return said.ContainsKey("Maximum Pool Size") || said.ContainsKey("MaxPoolSize");
    }

    // Callers beyond that wait here: a hundred sessions that commit at once wait for each other at the server, and hold up the turns.
    // An idle session keeps its place at the server: a pool that grew with a burst must not starve the others, nor other hosts.
    static int Most(string kind) => kind switch
    {
        Turns => 12,
        Polls or Receipts => 4,
        _ => 2,
    };

    static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, 60);
}
