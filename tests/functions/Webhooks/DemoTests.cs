using System.Net;
using System.Text.Json;
using Asan.Tests;
using Npgsql;

namespace Asan.Functions.Tests.Webhooks;

/// <summary>The application that eng/demo serves, steered by a client that knows the official management API and nothing else.</summary>
public sealed class DemoTests(Postgres postgres)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_written_from_the_table_alone_starts_follows_steers_and_forgets_the_applications_orchestrations()
    {
        await using var demo = await ServedApplication.StartAsync(await postgres.CreateAsync());
        var client = new ManagementClient(demo.Http, SystemKey(demo));

        // To its end, by polling and by waiting.
        var purge = await client.StartAsync("ForgetEnded", "demo-1", new { OlderThanDays = 30 }, Ct);
        var completed = await client.PollAsync(purge.StatusQueryGetUri, Pause, Ct);
        Assert.Equal(("ForgetEnded", "demo-1", "Completed", 0), (completed.Name, completed.InstanceId, completed.RuntimeStatus, completed.Output.GetInt32()));
        Assert.Equal(30, completed.Input.GetProperty("olderThanDays").GetInt32());
        Assert.Equal(0, (await client.RunAsync("ForgetEnded", "demo-2", new { OlderThanDays = 30 }, 60, Ct))!.Value.GetInt32());
        Assert.Equal("PurgeEnded", (await client.FindAsync("demo-2", Ct))!.HistoryEvents!.Value[1].GetProperty("FunctionName").GetString());

        // A load that cannot go on until this lock is let go.
        await using (var gate = await LockAsync(demo.ConnectionString))
        {
            var load = await client.StartAsync("LoadCdm", "demo-3", new { RunId = "demo-3", Source = "synthea", Location = "nowhere" }, Ct);
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.PurgeAsync(load, Ct)).Status);
            Assert.Equal(HttpStatusCode.Accepted, await client.RaiseEventAsync(load, "nobody waits for it", new { approved = true }, Ct));
            Assert.Equal(HttpStatusCode.Accepted, await client.SuspendAsync(load, "lunch", Ct));
            await UntilAsync(client, "demo-3", "Suspended");
            Assert.Equal(HttpStatusCode.Accepted, await client.ResumeAsync(load, "back", Ct));
            await UntilAsync(client, "demo-3", "Running");
            Assert.Equal(HttpStatusCode.Accepted, await client.TerminateAsync(load, "not needed", Ct));
            var terminated = await client.PollAsync(load.StatusQueryGetUri, Pause, Ct);
            Assert.Equal(("Terminated", "not needed"), (terminated.RuntimeStatus, terminated.Output.GetString()));
            Assert.Equal(HttpStatusCode.Gone, await client.RaiseEventAsync(load, "too late", new { approved = true }, Ct));
            Assert.Equal(HttpStatusCode.PreconditionFailed, await client.RewindAsync(load, "it did not fail", Ct));
        }

        // One that fails, is rewound, fails again, and is started once more under another id.
        var failing = await client.StartAsync("LoadCdm", "demo-4", new { RunId = "demo-4", Source = "synthea", Location = "nowhere" }, Ct);
        Assert.Equal("Failed", (await client.PollAsync(failing.StatusQueryGetUri, Pause, Ct)).RuntimeStatus);
        Assert.Equal(HttpStatusCode.Accepted, await client.RewindAsync(failing, "the folder is there now", Ct));
        Assert.Equal("Failed", (await client.PollAsync(failing.StatusQueryGetUri, Pause, Ct)).RuntimeStatus);
        var again = await client.RestartAsync(purge, Ct);
        Assert.NotEqual(purge.Id, again.Id);
        Assert.Equal("Completed", (await client.PollAsync(again.StatusQueryGetUri, Pause, Ct)).RuntimeStatus);

        // What there is, by pages of two; then less and less of it.
        Assert.Equal(["demo-1", "demo-2", "demo-3", "demo-4"], (await client.ListAsync("demo-", 2, Ct)).Select(instance => instance.InstanceId));
        Assert.Equal((HttpStatusCode.OK, 1), await client.PurgeAsync(purge, Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await client.PurgeAsync(purge, Ct)).Status);
        Assert.Null(await client.FindAsync("demo-1", Ct));
        Assert.Equal((HttpStatusCode.OK, 2), await client.PurgeAsync(DateTime.UtcNow.AddHours(-1), "Failed,Terminated", Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await client.PurgeAsync(DateTime.UtcNow.AddHours(-1), "Failed,Terminated", Ct)).Status);
        Assert.Equal(["demo-2"], (await client.ListAsync("demo-", 2, Ct)).Select(instance => instance.InstanceId));
    }

    static async Task UntilAsync(ManagementClient client, string id, string status)
    {
        while ((await client.FindAsync(id, Ct))!.RuntimeStatus != status)
            await Task.Delay(Pause, Ct);
    }

    static async Task<NpgsqlConnection> LockAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE staging.etl_run, staging.etl_step IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(Ct);
        return connection;
    }

    static string SystemKey(ServedApplication demo)
    {
        using var keys = JsonDocument.Parse(File.ReadAllBytes(demo.KeyFile));
        return keys.RootElement.GetProperty("systemKeys").GetProperty("durabletask_extension").GetString()!;
    }
}
