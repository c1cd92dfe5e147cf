using System.Net.Http.Json;
using System.Text.Json;
using Asan.Functions.Etl;
using Asan.Runtime.Host.Functions;
using Asan.Workflows.Blobs;
using Asan.Workflows.Etl;
using Asan.Workflows.Postgres;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Asan.Tests.Etl;

/// <summary>The doors of the loads on a real host, with the engine, a database and a container of one test's own.</summary>
sealed class EtlHost : IAsyncDisposable
{
    const string Key = "a-function-key-of-the-tests";

    readonly IHost host;
    readonly string folder;

    EtlHost(IHost host, string folder)
    {
        this.host = host;
        this.folder = folder;
        Database = host.Services.GetRequiredService<NpgsqlDataSource>();
        Http = new() { BaseAddress = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        Http.DefaultRequestHeaders.Add("x-functions-key", Key);
    }

    public NpgsqlDataSource Database { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>The container of sources.</summary>
    public string Sources => Path.Combine(folder, "blobs", "sources");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="settings">Beside those it always gets: <c>--name=value</c>.</param>
    public static async Task<EtlHost> StartAsync(Postgres postgres, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("asan-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sources"));
        var builder = new FunctionsApplicationBuilder(
            [
                "--urls=http://127.0.0.1:0", $"--AzureWebJobsScriptRoot={folder}", $"--Keys:Functions:default={Key}",
                $"--Postgres:ConnectionString={await postgres.CreateAsync()}", $"--Blobs:Folder={Path.Combine(folder, "blobs")}",
                "--Blobs:PollInterval=00:00:00.100", "--Blobs:SettleTime=00:00:00", .. settings,
            ],
            () => FunctionDiscovery.Find([typeof(StartLoad), typeof(GetRun), typeof(ListRuns), typeof(ListRejects), typeof(LoadDropped), typeof(LookForBatches), typeof(Asan.Functions.Retention.PurgeHistory)]));
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        builder.AddPostgres().AddBlobs().AddEtl().AddEtlDoors();
        builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddEtl());

        var host = builder.Build();
        await host.StartAsync(Ct);
        return new(host, folder);
    }

    /// <summary>Puts a small hospital into the container: one patient with one encounter and one condition.</summary>
    public void Put(string name)
    {
        var hospital = Directory.CreateDirectory(Path.Combine(Sources, name)).FullName;
        Write(hospital, "patients.csv", "Id,BIRTHDATE,DEATHDATE,RACE,ETHNICITY,GENDER,CITY,STATE,ZIP\np1,1980-02-29,,white,nonhispanic,F,Boston,Massachusetts,02138\n");
        Write(hospital, "encounters.csv",
            "Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,ENCOUNTERCLASS,CODE,BASE_ENCOUNTER_COST,REASONCODE\n"
            + "e1,2020-01-01T10:00:00Z,2020-01-01T10:30:00Z,p1,o1,d1,ambulatory,185349003,10.00,\n");
        Write(hospital, "organizations.csv", "Id,NAME,CITY,STATE,ZIP\no1,Asan,Boston,MA,02138\n");
        Write(hospital, "providers.csv", "Id,ORGANIZATION,NAME,GENDER,SPECIALITY\nd1,o1,Kim,F,GENERAL PRACTICE\n");
        Write(hospital, "conditions.csv", "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\n2020-01-01,,p1,e1,38341003,x\nsoon,,p1,e1,38341003,x\n");
    }

    public void Write(string folder, string file, string text) => File.WriteAllText(Path.Combine(Sources, folder, file), text);

    public async Task<HttpResponseMessage> PostAsync(object order, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/etl/runs") { Content = JsonContent.Create(order) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Http.SendAsync(request, Ct);
    }

    public async Task<JsonElement> GetAsync(string address) => await Http.GetFromJsonAsync<JsonElement>(address, Ct);

    /// <summary>Starts a load and follows it to its end.</summary>
    public async Task<JsonElement> LoadAsync(object order)
    {
        using var started = await PostAsync(order);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, started.StatusCode);
        return await EndAsync(started.Headers.Location!.ToString());
    }

    public async Task<JsonElement> EndAsync(string address)
    {
        while (true)
        {
            var run = await GetAsync(address);
            if (run.GetProperty("status").GetString() is "Succeeded" or "Failed")
                return run;
            await Task.Delay(50, Ct);
        }
    }

    /// <summary>Waits until the run's step has this status.</summary>
    public async Task StepAsync(string address, string name, string status)
    {
        while (!(await GetAsync(address)).GetProperty("steps").EnumerateArray()
            .Any(step => step.GetProperty("name").GetString() == name && step.GetProperty("status").GetString() == status))
            await Task.Delay(50, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync();
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
