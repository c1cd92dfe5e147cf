using Asan.Runtime.Host.Functions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Asan.Runtime.Host.Tests;

/// <summary>A real host on a port of its own, serving the functions of the named classes alone.</summary>
sealed class TestHost : IAsyncDisposable
{
    public const string MasterKey = "the-master-key-of-the-tests";
    public const string FunctionKey = "a-function-key-of-the-tests";

    readonly string folder;

    TestHost(IHost host, CapturedLog log, string folder)
    {
        Host = host;
        Log = log;
        this.folder = folder;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public IHost Host { get; }

    /// <summary>Sends no key.</summary>
    public HttpClient Http { get; }

    public CapturedLog Log { get; }

    public static Task<TestHost> StartAsync(params Type[] functions) => StartAsync(new Setup(functions));

    public static async Task<TestHost> StartAsync(Setup setup)
    {
        var folder = Directory.CreateTempSubdirectory("asan-host-").FullName;
        var (host, log) = Build(setup, folder);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host, log, folder);
    }

    /// <summary>Builds and starts, expecting a refusal.</summary>
    public static async Task<Exception> RefuseAsync(Setup setup)
    {
        var folder = Directory.CreateTempSubdirectory("asan-host-").FullName;
        IHost? host = null;
        try
        {
            return await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                (host, _) = Build(setup, folder);
                await host.StartAsync(TestContext.Current.CancellationToken);
            });
        }
        finally
        {
            host?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Task<Exception> RefuseAsync(params Type[] functions) => RefuseAsync(new Setup(functions));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.StopAsync();
        Host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    static (IHost, CapturedLog) Build(Setup setup, string folder)
    {
        foreach (var (file, content) in setup.Files)
            File.WriteAllText(Path.Combine(folder, file), content);

        string[] args =
        [
            "--urls=http://127.0.0.1:0", $"--AzureWebJobsScriptRoot={folder}",
            .. setup.Keys ? (string[])[$"--Keys:Master={MasterKey}", $"--Keys:Functions:default={FunctionKey}"] : [],
            .. setup.Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        var log = new CapturedLog();
        var builder = new FunctionsApplicationBuilder(args, () => FunctionDiscovery.Find(setup.Functions));
        builder.Logging.ClearProviders().AddProvider(log);
        if (setup.WebApplication)
            builder.ConfigureFunctionsWebApplication();
        setup.Configure?.Invoke(builder);
        return (builder.Build(), log);
    }

    /// <summary>What a test's host is made of.</summary>
    public sealed record Setup(params Type[] Functions)
    {
        public Dictionary<string, string> Settings { get; init; } = [];

        /// <summary>Files beside the application: host.json, local.settings.json.</summary>
        public Dictionary<string, string> Files { get; init; } = [];

        public Action<FunctionsApplicationBuilder>? Configure { get; init; }

        public bool Keys { get; init; } = true;

        public bool WebApplication { get; init; } = true;
    }
}
