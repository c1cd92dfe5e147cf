using System.Diagnostics;
using Npgsql;

namespace Asan.Bench.Durable;

/// <summary>
/// Our rate of five-step workflows while a transaction is held open elsewhere, beside the rate in a database where none is, taken in between: what else
/// the machine does meets both. Nothing the engine deletes can be cleaned up as long as that lasts: a queue that reads over what it deleted comes to
/// a halt.
/// </summary>
sealed class HeldTransaction(Server server)
{
    const int Batch = 500;
    const int BatchesBetween = 2;
    const double Goal = 0.6;

    /// <returns>False when the goal was missed.</returns>
    public async Task<bool> RunAsync(TimeSpan held, CancellationToken ct)
    {
        var database = await server.CreateAsync("held", ct);
        await using var engine = await Side.OursAsync(database, ct);
        await using var unheld = await Side.OursAsync(await server.CreateAsync("unheld", ct), ct);
        for (var i = 0; i < 10; i++)
            foreach (var side in (Side[])[engine, unheld])
                await RateAsync(side, ct);

        // A snapshot and no number of its own: one of those would be in the way of every database.
        await using var db = NpgsqlDataSource.Create(database);
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await using (var old = new NpgsqlCommand("SELECT count(*) FROM durable.instances", connection))
            await old.ExecuteScalarAsync(ct);

        var (during, beside) = (new List<double>(), new List<double>());
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < held;)
        {
            for (var i = 0; i < BatchesBetween; i++)
                during.Add(await RateAsync(engine, ct));
            beside.Add(await RateAsync(unheld, ct));
        }
        await transaction.RollbackAsync(ct);

        var (reference, last) = (Median(LastQuarter(beside)), Median(LastQuarter(during)));
        Comparison.Say("unheld, in between", $"{reference:N0} workflows/s", $"of 5 steps, {Batch} at a time, in the last quarter of the time; {Median(beside):N0} over all of it");
        Comparison.Say($"held, for {held.TotalSeconds:N0} s", $"{last:N0} workflows/s", $"in the last quarter; {Median(during):N0} over all of it, {during.Count * Batch:N0} workflows");
        Comparison.Say("  held / unheld", $"{last / reference:P0}", $"goal: {Goal:P0} or more");
        return last >= Goal * reference;
    }

    static async Task<double> RateAsync(Side engine, CancellationToken ct) => Batch / (await engine.RunAsync("workflows", Batch, ct)).Seconds;

    static List<double> LastQuarter(List<double> values) => values[^Math.Max(1, values.Count / 4)..];

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
