using Asan.Functions.Ingestion;
using Asan.Functions.Search;
using Asan.Runtime.Host.Functions;
using Asan.Tests;
using Asan.Workflows.Blobs;
using Asan.Workflows.Ingestion;
using Asan.Workflows.Postgres;
using Asan.Workflows.Search;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Asan.Functions.Tests.Ingestion;

/// <summary>The doors of documents on a real host inside this process, with the engine, a database and containers of one test's own.</summary>
sealed class IngestionHost : IAsyncDisposable
{
    public const string Key = "a-function-key-of-the-tests";

    /// <summary>Opens the doors too, and holds no label.</summary>
    public const string OtherKey = "another-function-key-of-the-tests";

    readonly IHost host;
    readonly string folder;

    IngestionHost(IHost host, string folder)
    {
        this.host = host;
        this.folder = folder;
        Http = new() { BaseAddress = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        Client = new(Http, Key);
    }

    public IServiceProvider Services => host.Services;

    public NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    public HttpClient Http { get; }

    /// <summary>A portal whose key holds the label <c>documents</c>.</summary>
    public DocumentsClient Client { get; }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="settings">Beside those it always gets: <c>--name=value</c>.</param>
    public static async Task<IngestionHost> StartAsync(Postgres postgres, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("asan-test-").FullName;
        var builder = new FunctionsApplicationBuilder(
            [
                "--urls=http://127.0.0.1:0", $"--AzureWebJobsScriptRoot={folder}", $"--Keys:Functions:default={Key}", $"--Keys:Functions:other={OtherKey}",
                $"--Postgres:ConnectionString={await postgres.CreateAsync()}", $"--Blobs:Folder={Path.Combine(folder, "blobs")}",
                $"--Ingestion:SecretFile={Path.Combine(folder, "secret")}", "--Blobs:PollInterval=00:00:00.100", "--Blobs:SettleTime=00:00:00", .. settings,
            ],
            () => FunctionDiscovery.Find(
            [
                typeof(UploadDocument), typeof(DropDocument), typeof(GetDocument), typeof(GetContent), typeof(GetImage), typeof(ListDocuments), typeof(DeleteDocument),
                typeof(FinishUploads), typeof(SearchDocuments),
            ]));
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        builder.AddPostgres().AddBlobs().AddSearch().AddIngestion().AddIngestionDoors();
        builder.ConfigureDurableWorker().AddTasks(tasks => tasks.AddIngestion());

        var host = builder.Build();
        await host.StartAsync(Ct);
        var started = new IngestionHost(host, folder);
        await DocumentsClient.WithLabelsAsync(started.Http, started.Database, Key, "documents");
        return started;
    }

    /// <summary>The folder of a container.</summary>
    public string Container(string name) => Path.Combine(folder, "blobs", name);

    /// <summary>The names in a container.</summary>
    public string[] Blobs(string container) => Directory.Exists(Container(container))
        ?
        [
            .. Directory.EnumerateFiles(Container(container), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Container(container), path)).Where(name => name != ".lock").Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>Puts a file into the container of documents.</summary>
    public void Drop(string name, byte[] content)
    {
        var path = Path.Combine(Container("documents"), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes($"{path}.tmp", content);
        File.Move($"{path}.tmp", path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync();
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
