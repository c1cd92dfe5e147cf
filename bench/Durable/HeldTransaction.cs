using System.Diagnostics;
using Npgsql;

namespace Asan.Bench.Durable;

/// <summary>
/// Our rate of five-step workflows while a transaction is held open elsewhere, beside the rate before it. Nothing the engine deletes can be cleaned up
/// as long as that lasts: a queue that reads over what it deleted comes to a halt.
/// </summary>
sealed class HeldTransaction(Server server)
{
    const int Batch = 500;
    const double Goal = 0.6;

    /// <returns>False when the goal was missed.</returns>
    public async Task<bool> RunAsync(TimeSpan held, CancellationToken ct)
    {
        var database = await server.CreateAsync("held", ct);
        await using var engine = await Side.OursAsync(database, ct);
        await RatesAsync(engine, TimeSpan.FromSeconds(5), ct);
        var before = await RatesAsync(engine, TimeSpan.FromSeconds(20), ct);

        await using var db = NpgsqlDataSource.Create(database);
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var old = new NpgsqlCommand("SELECT txid_current()", connection))
            await old.ExecuteScalarAsync(ct);
        var during = await RatesAsync(engine, held, ct);
        await transaction.RollbackAsync(ct);

        var (unheld, last) = (Median(before), Median(during[^Math.Max(1, during.Count / 4)..]));
        Comparison.Say("held, before", $"{unheld:N0} workflows/s", $"of 5 steps, {Batch} at a time");
        Comparison.Say($"held, for {held.TotalSeconds:N0} s", $"{last:N0} workflows/s", $"the last quarter of the time; {Median(during):N0} over all of it, {during.Count * Batch:N0} workflows");
        Comparison.Say("  held / before", $"{last / unheld:P0}", $"goal: {Goal:P0} or more");
        return last >= Goal * unheld;
    }

    static async Task<List<double>> RatesAsync(Side engine, TimeSpan time, CancellationToken ct)
    {
        var rates = new List<double>();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time;)
            rates.Add(Batch / (await engine.RunAsync("workflows", Batch, ct)).Seconds);
        return rates;
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
