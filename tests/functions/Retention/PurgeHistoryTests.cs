using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Asan.Tests;
using Npgsql;

namespace Asan.Functions.Tests.Retention;

public sealed class PurgeHistoryTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purge_forgets_what_ended_long_ago_and_keeps_the_rest_whenever_it_began()
    {
        await using var application = await StartAsync();
        var old = await PurgeAsync(application);
        var recent = await PurgeAsync(application);
        await AgeAsync(application, old, days: 40, "created_ticks", "updated_ticks", "completed_ticks");
        await AgeAsync(application, recent, days: 40, "created_ticks");

        var purge = await PurgeAsync(application);

        Assert.Equal(1, (await StatusAsync(application, purge)).GetProperty("purged").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await application.Http.GetAsync($"/api/history/purges/{old}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await application.Http.GetAsync($"/api/history/purges/{recent}", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("""{"olderThanDays":0}""", "invalid-request")]
    [InlineData("""{"olderThanDays":4000}""", "invalid-request")]
    [InlineData("""{"olderThanDays":"all"}""", "malformed-body")]
    public async Task An_unreasonable_age_is_refused(string body, string code)
    {
        await using var application = await StartAsync();

        using var answer = await application.Http.PostAsync(
            "/api/history/purges", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("/olderThanDays", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task Only_the_master_key_purges()
    {
        await using var application = await StartAsync();
        using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(application.KeyFile, Ct));
        application.Http.DefaultRequestHeaders.Remove("x-functions-key");
        application.Http.DefaultRequestHeaders.Add("x-functions-key", keys.RootElement.GetProperty("functionKeys").GetProperty("default").GetString());

        using var answer = await application.Http.PostAsJsonAsync("/api/history/purges", new { olderThanDays = 30 }, Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    async Task<ServedApplication> StartAsync()
    {
        var application = await ServedApplication.StartAsync(await postgres.CreateAsync());
        application.Http.DefaultRequestHeaders.Add("x-functions-key", application.MasterKey());
        return application;
    }

    /// <summary>Starts a purge and follows it to its end.</summary>
    static async Task<string> PurgeAsync(ServedApplication application)
    {
        using var answer = await application.Http.PostAsJsonAsync("/api/history/purges", new { olderThanDays = 30 }, Ct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
        Assert.Equal($"/api/history/purges/{id}", answer.Headers.Location!.OriginalString);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await StatusAsync(application, id)).GetProperty("status").GetString() is "Pending" or "Running")
            patience.Token.ThrowIfCancellationRequested();
        return id;
    }

    static Task<JsonElement> StatusAsync(ServedApplication application, string id) =>
        application.Http.GetFromJsonAsync<JsonElement>($"/api/history/purges/{id}", Ct);

    static async Task AgeAsync(ServedApplication application, string id, int days, params string[] times)
    {
        await using var db = NpgsqlDataSource.Create(application.ConnectionString);
        await using var command = db.CreateCommand(
            $"UPDATE durable.instances SET {string.Join(", ", times.Select(time => $"{time} = {time} - $2"))} WHERE instance_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = TimeSpan.FromDays(days).Ticks });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
    }
}
