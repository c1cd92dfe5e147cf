using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Asan.Tests;
using Npgsql;

namespace Asan.Functions.Tests.Etl;

/// <summary>
/// The host is killed in the middle of a load, again and again. <c>eng/soak kill</c> runs this with a thousand patients and ten kills.
/// </summary>
public sealed class KilledHostTests(Postgres postgres, ITestOutputHelper output) : IAsyncLifetime
{
    static readonly int Patients = Setting("ASAN_SOAK_PATIENTS", 30);
    static readonly int Kills = Setting("ASAN_SOAK_KILLS", 4);

    // What a killed host held is free again after its lease; a shorter one keeps the waiting short and the rest as it is.
    static readonly Dictionary<string, string> Settings = new() { ["Durable__Lease"] = "00:00:03", ["Durable__SweepInterval"] = "00:00:01" };

    readonly string folder = Directory.CreateTempSubdirectory("asan-killed-").FullName;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [Setting("ASAN_SOAK_SEED", 20261121)];

    public async ValueTask InitializeAsync()
    {
        var hospital = Path.Combine(folder, "blobs", "sources", "hospital");
        Directory.CreateDirectory(Path.GetDirectoryName(hospital)!);
        using var synthesize = Process.Start("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Asan.Synthesize.dll"), "--patients", Text(Patients), "--seed", "1", hospital]);
        await synthesize.WaitForExitAsync(Ct);
        Assert.Equal(0, synthesize.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task A_load_whose_host_is_killed_at_random_moments_ends_equal_to_an_undisturbed_one(int seed)
    {
        var undisturbed = await postgres.CreateAsync();
        var calm = await LoadAsync(undisturbed);
        output.WriteLine($"undisturbed: {calm.Seconds:0.0} s");

        var disturbed = await postgres.CreateAsync();
        var (killed, loads) = await KillAndRestartAsync(disturbed, calm, new Random(seed));
        output.WriteLine($"{Kills} kills in {loads} loads; the last one ended after {killed.Seconds:0.0} s");

        // A load after another finds its vocabulary there, and says so: it is compared with such a one.
        if (loads > 1)
            calm = await LoadAsync(undisturbed);

        Assert.Equal(await CdmContent.OfAsync(undisturbed, Ct), await CdmContent.OfAsync(disturbed, Ct));
        Assert.Equal(calm.Counts, killed.Counts);
        Assert.Equal(await RejectsAsync(undisturbed, calm.Id), await RejectsAsync(disturbed, killed.Id));
    }

    async Task<LoadRun> LoadAsync(string database)
    {
        await using var host = await ServeAsync(database);
        return await EndAsync(host, await StartAsync(host));
    }

    // Moments are drawn from the undisturbed load's length. Each is met when the load has come as far again: that many steps
    // done, a step at work in the new host, and the rest of the time gone by. So every kill hits a load at work.
    async Task<(LoadRun Last, int Loads)> KillAndRestartAsync(string database, LoadRun calm, Random random)
    {
        var moments = new Queue<double>(Enumerable.Range(0, Kills).Select(_ => random.NextDouble() * calm.Seconds).Order());
        var host = await ServeAsync(database);
        try
        {
            var loads = 1;
            var id = await StartAsync(host);
            while (moments.TryPeek(out var moment))
            {
                if (await ReachedAsync(host, database, id, calm.At(moment)))
                {
                    await host.KillAsync();
                    output.WriteLine($"killed at {moment:0.0} s: {calm.At(moment)}");
                    moments.Dequeue();
                    await host.DisposeAsync();
                    host = await ServeAsync(database);
                }
                else
                {
                    // This load was faster than the undisturbed one and is over: the kills that are left meet another, and sooner,
                    // since a moment that only a slower machine knew would never come.
                    moments = new(moments.Select(missed => missed * 0.7));
                    await EndAsync(host, id);
                    id = await StartAsync(host);
                    loads++;
                }
            }
            return (await EndAsync(host, id), loads);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    async Task<ServedApplication> ServeAsync(string database)
    {
        var host = await ServedApplication.StartAsync(database, folder, Settings);
        host.Http.DefaultRequestHeaders.Add("x-functions-key", host.MasterKey());
        return host;
    }

    static async Task<bool> ReachedAsync(ServedApplication host, string database, string id, LoadMoment moment)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Ct);
        while (await RunAsync(host, id) is { Ended: false } run)
        {
            if (run.StepsDone >= moment.StepsDone && await IsAtWorkAsync(connection))
            {
                await Task.Delay(moment.Offset, Ct);
                return !(await RunAsync(host, id)).Ended;
            }
            await Task.Delay(20, Ct);
        }
        return false;
    }

    // A step holds an advisory lock while it works.
    static async Task<bool> IsAtWorkAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """, connection);
        return (bool)(await command.ExecuteScalarAsync(Ct))!;
    }

    static async Task<string> StartAsync(ServedApplication host)
    {
        using var response = await host.Http.PostAsJsonAsync("/api/etl/runs", new { source = "synthea", location = "hospital" }, Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return response.Headers.Location!.OriginalString.Split('/')[^1];
    }

    static async Task<LoadRun> RunAsync(ServedApplication host, string id) =>
        (await host.Http.GetFromJsonAsync<LoadRun>($"/api/etl/runs/{id}", Ct))!;

    static async Task<LoadRun> EndAsync(ServedApplication host, string id)
    {
        var run = await RunAsync(host, id);
        for (; !run.Ended; run = await RunAsync(host, id))
            await Task.Delay(100, Ct);

        Assert.True(run.Status == "Succeeded", $"{run.Error}\n{host.Output}");
        return run;
    }

    static async Task<string[]> RejectsAsync(string database, string id)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("""
            SELECT concat_ws(' ', file, line, column_name, reason) FROM staging.reject WHERE run_id = $1 ORDER BY file, line, column_name, reason
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(Ct);

        var rejects = new List<string>();
        while (await reader.ReadAsync(Ct))
            rejects.Add(reader.GetString(0));
        return [.. rejects];
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
