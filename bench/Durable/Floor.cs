using System.Diagnostics;
using Npgsql;

namespace Asan.Bench.Durable;

/// <summary>
/// The least that a durable step must do on this server: one transaction a step on one connection, one round trip, no logic. It deletes the activity
/// that is done, appends four events to the history, inserts the next activity and updates the instance.
/// </summary>
sealed class Floor(NpgsqlDataSource db)
{
    const string Tables = """
        CREATE TABLE floor_instances (id bigint PRIMARY KEY, turn integer NOT NULL, owner text, lease_until timestamptz) WITH (fillfactor = 70);
        CREATE TABLE floor_history (instance bigint, sequence integer, event text NOT NULL, PRIMARY KEY (instance, sequence));
        CREATE TABLE floor_activities (instance bigint, task_id integer, visible_at timestamptz NOT NULL, input text, PRIMARY KEY (instance, task_id));
        CREATE INDEX ON floor_activities (visible_at);
        """;

    public static async Task<Floor> MakeAsync(string database, CancellationToken ct)
    {
        var db = NpgsqlDataSource.Create(database);
        await using var command = db.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync(ct);
        return new(db);
    }

    /// <summary>Seconds that so many steps take.</summary>
    public async Task<double> RunAsync(int steps, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using (var begin = new NpgsqlCommand("TRUNCATE floor_instances, floor_history, floor_activities; INSERT INTO floor_instances VALUES (1, 0); INSERT INTO floor_activities VALUES (1, 0, now())", connection))
            await begin.ExecuteNonQueryAsync(ct);

        await using var step = new NpgsqlBatch(connection);
        var done = Add(step, "DELETE FROM floor_activities WHERE instance = 1 AND task_id = $1", new NpgsqlParameter<int>());
        var sequence = Add(step, "INSERT INTO floor_history SELECT 1, * FROM unnest($1, $2)", new NpgsqlParameter<int[]> { TypedValue = [] }, new NpgsqlParameter<string[]>
        {
            TypedValue = [.. Enumerable.Repeat("""{"k":5,"i":1}""", 4)],
        });
        var next = Add(step, "INSERT INTO floor_activities VALUES (1, $1, clock_timestamp() + interval '15 seconds')", new NpgsqlParameter<int>());
        var turn = Add(step, "UPDATE floor_instances SET turn = $1, owner = 'floor', lease_until = clock_timestamp() + interval '15 seconds' WHERE id = 1 AND turn = $1 - 1", new NpgsqlParameter<int>());
        for (var i = 0; i < 50; i++)
            await TakeAsync(i);

        var began = Stopwatch.GetTimestamp();
        for (var i = 50; i < 50 + steps; i++)
            await TakeAsync(i);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;

        async Task TakeAsync(int i)
        {
            ((NpgsqlParameter<int>)done[0]).TypedValue = i;
            ((NpgsqlParameter<int[]>)sequence[0]).TypedValue = [4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3];
            ((NpgsqlParameter<int>)next[0]).TypedValue = i + 1;
            ((NpgsqlParameter<int>)turn[0]).TypedValue = i + 1;
            if (i == 0)
                await step.PrepareAsync(ct);
            await step.ExecuteNonQueryAsync(ct);
        }
    }

    static NpgsqlParameterCollection Add(NpgsqlBatch step, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        step.BatchCommands.Add(command);
        return command.Parameters;
    }
}
