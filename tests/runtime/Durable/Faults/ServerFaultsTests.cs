using System.Diagnostics;
using System.Globalization;
using Asan.Runtime.Durable.Store;
using Asan.Tests;
using Npgsql;

namespace Asan.Runtime.Durable.Tests.Faults;

/// <summary>The server stops, crashes, refuses, dawdles and moves, each time one of the test's own.</summary>
public sealed class ServerFaultsTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Work_goes_on_after_the_server_stopped_or_crashed(string mode)
    {
        await using var server = await PrivatePostgres.StartAsync();
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                await server.StopAsync(mode);
                await server.StartAsync();
                await Task.Delay(200, Ct);
            }
        });
    }

    [Fact]
    public async Task Work_goes_on_after_a_session_was_killed_and_took_all_others_with_it()
    {
        await using var server = await PrivatePostgres.StartAsync();
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            var turns = EngineConnections.ApplicationName(scenario.Hub, EngineConnections.Turns);
            var session = (await server.SessionsAsync($"application_name = '{turns}'"))[0];
            await PrivatePostgres.RunAsync("kill", "-9", session.ToString(CultureInfo.InvariantCulture));
        });
    }

    [Fact]
    public async Task Work_goes_on_while_sessions_are_ended_again_and_again()
    {
        await using var server = await PrivatePostgres.StartAsync();
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '% {scenario.Hub}'");
                await Task.Delay(150, Ct);
            }
        });
    }

    [Fact]
    public async Task Work_waits_for_connections_when_others_have_taken_them_all()
    {
        await using var server = await PrivatePostgres.StartAsync("max_connections = 100", "superuser_reserved_connections = 5");
        await server.ExecuteAsync("CREATE ROLE engine LOGIN; GRANT ALL ON DATABASE postgres TO engine; GRANT pg_read_all_stats TO engine");
        var engine = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "engine", MaxPoolSize = 8 };
        await using var scenario = await Scenario.OpenAsync(postgres, engine.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            var others = new List<NpgsqlConnection>();
            try
            {
                // The places that are free, and then those of the engine, as often as it comes for one.
                var since = TimeProvider.System.GetTimestamp();
                var left = 1;
                while (left > 0 || TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(3))
                {
                    Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "The engine's places could not be taken.");
                    await server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'engine' AND application_name <> 'other'");
                    try
                    {
                        while (true)
                        {
                            var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(engine.ConnectionString) { Pooling = false, ApplicationName = "other" }.ConnectionString);
                            others.Add(other);
                            await other.OpenAsync(Ct);
                        }
                    }
                    catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
                    {
                        left = (await server.SessionsAsync("usename = 'engine' AND application_name <> 'other'")).Count;
                        await Task.Delay(50, Ct);
                    }
                }
            }
            finally
            {
                foreach (var other in others)
                    await other.DisposeAsync();
            }
        });
    }

    [Fact]
    public async Task Work_goes_on_while_each_commit_takes_its_time()
    {
        await using var server = await PrivatePostgres.StartAsync();
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            using var slow = await TraceAsync(server, "true", "fdatasync:delay_enter=40000");
            await Task.Delay(3_000, Ct);
            Assert.False(slow.HasExited);
            slow.Kill();
        });
    }

    // The server takes no second try for what may not be on the disk: it crashes, and comes back with what is.
    [Fact]
    public async Task Work_goes_on_after_the_disk_failed_a_commit()
    {
        await using var server = await PrivatePostgres.StartAsync();
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            var before = await server.PostmasterAsync();
            using var failing = await TraceAsync(server, "backend_type = 'client backend'", "fdatasync:error=EIO:when=1");
            await failing.WaitForExitAsync(Ct);
            await UntilAsync(async () => (await server.LogAsync()).Contains("PANIC:  could not fdatasync", StringComparison.Ordinal), "The server did not crash.");
            Assert.Equal(before, await server.PostmasterAsync());
        });
    }

    // With a standby that never comes every commit is made, and nobody is told. Its session is ended then: the client sees a lost connection.
    [Theory]
    [InlineData(EngineConnections.Turns)]
    [InlineData(EngineConnections.Clients)]
    public async Task A_commit_that_was_made_and_never_told_is_made_once(string connections)
    {
        await using var server = await PrivatePostgres.StartAsync();
        // Notes do not wait for the standby: only the engine is in doubt.
        await using var scenario = await Scenario.OpenAsync(postgres, server.ConnectionString, server.ConnectionString + ";Options=-c synchronous_commit=local");

        await scenario.SurviveAsync(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                await server.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'ghost'");
                await server.ReloadAsync();
                var name = EngineConnections.ApplicationName(scenario.Hub, connections);
                var start = Task.CompletedTask;
                await using var client = new LoneClient(scenario);
                if (connections == EngineConnections.Clients)
                    start = scenario.ThreeStepsAsync(client.Client, $"doubtful {i}", 1);
                await UntilAsync(async () => (await server.SessionsAsync($"application_name = '{name}' AND wait_event = 'SyncRep'")).Count > 0, "No commit waits for the standby.");
                await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}' AND wait_event = 'SyncRep'");
                await server.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
                await server.ReloadAsync();
                await start;
            }
        });
    }

    [Fact]
    public async Task Work_goes_on_at_the_standby_when_it_was_promoted_and_nothing_is_lost()
    {
        await using var first = await PrivatePostgres.StartAsync("synchronous_commit = on");
        await using var second = await first.FollowAsync();
        await first.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await first.ReloadAsync();
        await using var scenario = await Scenario.OpenAsync(
            postgres, new NpgsqlConnectionStringBuilder(first.ConnectionString) { Host = $"{second.Socket},{first.Socket}", TargetSessionAttributes = "primary" }.ConnectionString);

        await scenario.SurviveAsync(async () =>
        {
            Assert.Empty(await second.SessionsAsync("query LIKE '%durable%'"));
            await first.StopAsync("immediate");
            await second.PromoteAsync();
        });
    }

    [Fact]
    public async Task A_host_that_is_given_a_standby_waits_until_it_is_the_primary()
    {
        await using var first = await PrivatePostgres.StartAsync();
        await using (await Scenario.OpenAsync(postgres, first.ConnectionString))
        {
        }
        await using var second = await first.FollowAsync();

        var options = new DurableEngineOptions { ConnectionString = second.ConnectionString, TaskHub = "standby" };
        await using (var refused = EngineConnections.Create(options, EngineConnections.Turns))
            Assert.True((await Assert.ThrowsAsync<StandbyException>(async () => await refused.OpenConnectionAsync(Ct))).IsTransient);

        // Its notes wait for the promotion as the engine does.
        await first.StopAsync("fast");
        var promoted = Task.Run(async () =>
        {
            await Task.Delay(500, Ct);
            await second.PromoteAsync();
        }, Ct);
        await using var host = await EngineHost.StartAsync(
            postgres, tasks => tasks.AddOrchestratorFunc("Empty", _ => Task.FromResult("")), options: engine => (engine.ConnectionString, engine.TaskHub) = (second.ConnectionString, "standby"));
        await promoted;

        Assert.Equal("Completed", (await host.RunAsync("Empty")).RuntimeStatus.ToString());
    }

    static async Task UntilAsync(Func<Task<bool>> isSo, string otherwise)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), otherwise);
            await Task.Delay(20, Ct);
        }
    }

    // Every session that matches, and what comes of the server later is left alone.
    static async Task<Process> TraceAsync(PrivatePostgres server, string sessions, string injection)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed: apt-get install strace");
        Assert.SkipUnless(Environment.UserName == "root", "Only root may trace the processes of a server.");

        var pids = (await server.SessionsAsync(sessions)).SelectMany(pid => new[] { "-p", pid.ToString(CultureInfo.InvariantCulture) });
        var trace = Process.Start(new ProcessStartInfo("strace", ["-q", "-o", "/dev/null", .. pids, "-e", "trace=fdatasync", "-e", $"inject={injection}"])
        {
            RedirectStandardError = true,
        })!;
        _ = trace.StandardError.ReadToEndAsync(Ct);
        return trace;
    }
}
