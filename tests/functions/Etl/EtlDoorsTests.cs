using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Asan.Workflows.Postgres;

namespace Asan.Tests.Etl;

public sealed class EtlDoorsTests(Postgres postgres) : IAsyncLifetime
{
    static readonly object Order = new { source = "synthea", location = "hospital" };

    EtlHost host = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        host = await EtlHost.StartAsync(postgres);
        host.Put("hospital");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_load_is_accepted_followed_and_published()
    {
        using var started = await host.PostAsync(Order);

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.True(started.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var monitor = await started.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.EndsWith($"/api/etl/runs/{monitor.GetProperty("id").GetString()}", started.Headers.Location!.AbsoluteUri);

        var run = await host.EndAsync(started.Headers.Location.AbsoluteUri);
        Assert.Equal(("Succeeded", JsonValueKind.Null), (run.GetProperty("status").GetString(), run.GetProperty("error").ValueKind));
        Assert.Equal(Enumerable.Range(1, 13), run.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("number").GetInt32()));
        Assert.All(run.GetProperty("steps").EnumerateArray(), step => Assert.Equal("Succeeded", step.GetProperty("status").GetString()));
        Assert.Equal(1, run.GetProperty("rejected").GetInt64());
        Assert.Equal("p1", await ScalarAsync<string>("SELECT person_source_value FROM cdm.person"));
    }

    [Fact]
    public async Task The_monitor_has_the_fields_that_callers_were_promised()
    {
        var run = await host.LoadAsync(Order);

        Assert.Equal(
            ["id", "status", "startedAt", "finishedAt", "steps", "rejected", "error"],
            run.EnumerateObject().Select(member => member.Name).Take(7));
        var step = run.GetProperty("steps")[0];
        Assert.Superset(new HashSet<string>(["number", "name", "status", "tables", "startedAt", "seconds"]), step.EnumerateObject().Select(member => member.Name).ToHashSet());
        Assert.Equal(
            """{"table":"conditions","read":2,"written":1,"rejected":1}""",
            step.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("table").GetString() == "conditions").GetRawText());
    }

    [Fact]
    public async Task A_refused_source_fails_with_its_reason_and_the_cdm_stays_as_it_was()
    {
        await host.LoadAsync(Order);
        host.Write("hospital", "patients.csv", "Id,BIRTHDATE\np2,1980-02-29\n");

        var run = await host.LoadAsync(Order);

        Assert.Equal(
            ("Failed", "patients.csv lacks the column DEATHDATE, which a load needs."),
            (run.GetProperty("status").GetString(), run.GetProperty("error").GetString()));
        Assert.Equal("p1", await ScalarAsync<string>("SELECT person_source_value FROM cdm.person"));
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname IN ('cdm_next', 'vocab_next')"));
    }

    [Fact]
    public async Task A_folder_without_its_files_is_a_failed_run_that_names_what_is_missing()
    {
        Directory.CreateDirectory(Path.Combine(host.Sources, "notes"));
        host.Write("notes", "notes.txt", "x");

        var run = await host.LoadAsync(new { source = "synthea", location = "notes" });

        Assert.Equal("The folder lacks patients.csv, encounters.csv, organizations.csv, providers.csv: a load cannot do without.", run.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("""{"location":"hospital"}""", "invalid-request", "/source")]
    [InlineData("""{"source":"fhir","location":"hospital"}""", "invalid-request", "/source")]
    [InlineData("""{"source":"synthea"}""", "invalid-request", "/location")]
    [InlineData("""{"source":"synthea","location":"../hospital"}""", "location-outside-container", "/location")]
    [InlineData("""{"source":"synthea","location":"/etc"}""", "location-outside-container", "/location")]
    [InlineData("""{"source":"synthea","location":"a\u0000b"}""", "location-outside-container", "/location")]
    [InlineData("""{"source":"synthea","location":"hospital","vocabulary":"../../etc"}""", "location-outside-container", "/vocabulary")]
    [InlineData("""{"source":"synthea","location":"elsewhere"}""", "location-not-found", "/location")]
    [InlineData("""{"source":"synthea","location":"hospital","vocabulary":"athena.zip"}""", "location-not-found", "/vocabulary")]
    public async Task An_order_that_cannot_be_started_is_refused_with_its_place(string order, string code, string pointer)
    {
        using var answer = await host.PostAsync(JsonSerializer.Deserialize<JsonElement>(order));

        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest, code);
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM staging.etl_run"));
    }

    [Fact]
    public async Task The_same_key_and_order_is_the_same_run_even_when_its_folder_is_gone()
    {
        using var first = await host.PostAsync(Order, "key-1");
        await host.EndAsync(first.Headers.Location!.AbsoluteUri);
        Directory.Delete(Path.Combine(host.Sources, "hospital"), recursive: true);

        using var second = await host.PostAsync(Order, "\"key-1\"");

        Assert.Equal((HttpStatusCode.Accepted, first.Headers.Location), (second.StatusCode, second.Headers.Location));
    }

    [Fact]
    public async Task A_key_with_another_order_is_refused()
    {
        host.Put("other");
        await host.PostAsync(Order, "key-1");

        using var answer = await host.PostAsync(new { source = "synthea", location = "other" }, "key-1");

        await ProblemAsync(answer, HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("\"\"")]
    public async Task A_malformed_key_is_refused(string key)
    {
        using var answer = await host.PostAsync(Order, key);

        await ProblemAsync(answer, HttpStatusCode.BadRequest, "malformed-idempotency-key");
    }

    [Fact]
    public async Task While_a_load_runs_another_one_is_told_which()
    {
        await using var held = await host.Database.OpenConnectionAsync(Ct);
        await held.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended('asan etl StageSources', 0))", Ct);
        using var first = await host.PostAsync(Order);
        var id = (await first.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;

        using var second = await host.PostAsync(Order);

        Assert.Contains(id, (await ProblemAsync(second, HttpStatusCode.Conflict, "load-running")).GetProperty("detail").GetString());
        Assert.NotNull(second.Headers.RetryAfter);
        await held.ExecuteAsync("SELECT pg_advisory_unlock_all()", Ct);
        await host.EndAsync(first.Headers.Location!.AbsoluteUri);
        Assert.Equal("Succeeded", (await host.LoadAsync(Order)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("LoadVocabulary", "staging.staged_run, staging.patients, staging.encounters")]
    [InlineData("LoadPersons", "staging.staged_run, staging.build, staging.patients, staging.encounters")]
    [InlineData("PublishCdm", "staging.staged_run, staging.build, staging.patients, staging.encounters")]
    public async Task A_load_whose_staged_rows_a_crash_of_the_server_took_is_built_again(string step, string emptied)
    {
        await using var held = await host.Database.OpenConnectionAsync(Ct);
        await held.ExecuteAsync($"SELECT pg_advisory_lock(hashtextextended('asan etl {step}', 0))", Ct);
        using var started = await host.PostAsync(Order);
        await host.StepAsync(started.Headers.Location!.AbsoluteUri, step, "Running");

        // What crash recovery does to UNLOGGED tables.
        await held.ExecuteAsync($"TRUNCATE {emptied}", Ct);
        await held.ExecuteAsync("SELECT pg_advisory_unlock_all()", Ct);

        Assert.Equal("Succeeded", (await host.EndAsync(started.Headers.Location!.AbsoluteUri)).GetProperty("status").GetString());
        Assert.Equal(2, await ScalarAsync<int>("SELECT build FROM staging.etl_run"));
        Assert.Equal("p1", await ScalarAsync<string>("SELECT person_source_value FROM cdm.person"));
    }

    [Fact]
    public async Task Runs_and_rejects_are_read_page_by_page()
    {
        host.Write("hospital", "conditions.csv", "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\n1,,p1,e1,1,x\n2,,p1,e1,1,x\n3,,p1,e1,1,x\n");
        var first = await host.LoadAsync(Order);
        var second = await host.LoadAsync(Order);

        Assert.Equal(
            [second.GetProperty("id").GetString()!, first.GetProperty("id").GetString()!],
            (await AllAsync("/api/etl/runs?maxpagesize=1")).Select(run => run.GetProperty("id").GetString()!));
        var rejects = await AllAsync($"/api/etl/runs/{first.GetProperty("id").GetString()}/rejects?maxpagesize=2");
        Assert.Equal(
            [2, 3, 4],
            rejects.Select(reject => reject.GetProperty("line").GetInt32()));
        Assert.Equal("""{"file":"conditions","line":2,"column":"START","reason":"not a date or an instant"}""", rejects[0].GetRawText());
    }

    [Theory]
    [InlineData("/api/etl/runs/unknown", HttpStatusCode.NotFound, "unknown-resource")]
    [InlineData("/api/etl/runs/unknown/rejects", HttpStatusCode.NotFound, "unknown-resource")]
    [InlineData("/api/etl/runs?maxpagesize=0", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("/api/etl/runs?maxpagesize=many", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("/api/etl/runs?cursor=x", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("/api/etl/runs?cursor=MS45OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", HttpStatusCode.BadRequest, "invalid-request")]
    public async Task What_cannot_be_answered_is_a_problem(string address, HttpStatusCode status, string code)
    {
        using var answer = await host.Http.GetAsync(address, Ct);

        await ProblemAsync(answer, status, code);
    }

    async Task<List<JsonElement>> AllAsync(string? address)
    {
        var all = new List<JsonElement>();
        for (; address is not null;)
        {
            var page = await host.GetAsync(address);
            all.AddRange(page.GetProperty("value").EnumerateArray());
            address = page.GetProperty("nextLink").GetString();
        }

        return all;
    }

    static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Ct);
        return await connection.ScalarAsync<T>(sql, [], Ct);
    }
}
