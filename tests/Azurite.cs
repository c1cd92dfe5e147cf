using System.Diagnostics;
using System.Security.Cryptography;

[assembly: AssemblyFixture(typeof(Asan.Tests.Azurite))]

namespace Asan.Tests;

/// <summary>
/// The real emulator of Azure's blob service, as npm installs it: outside the tree, kept for the next run, exactly what the lock file names. It keeps all
/// in memory, listens on a port that the system chose, and reports to nobody.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    public const string Account = "devstoreaccount1";

    // Of the emulator's documentation, the same on every machine.
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    const string Listening = "successfully listens on http://";

    static readonly string Source = Path.Combine(AppContext.BaseDirectory, "azurite");

    readonly Lazy<Task<Uri?>> endpoint;
    Process? process;
    string? missing;

    public Azurite() => endpoint = new(StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts it, the first time; a test that asks is skipped where it cannot be had.</summary>
    public async Task<Uri> EndpointAsync()
    {
        if (await endpoint.Value is { } address)
            return address;

        Assert.Skip(missing!);
        throw new UnreachableException();
    }

    public async Task<string> ConnectionStringAsync() => ConnectionString(await EndpointAsync());

    public static string ConnectionString(Uri endpoint) => $"AccountName={Account};AccountKey={Key};BlobEndpoint={endpoint.AbsoluteUri.TrimEnd('/')}";

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    async Task<Uri?> StartAsync()
    {
        if (await InstallAsync() is not { } folder)
            return null;

        process = Process.Start(new ProcessStartInfo("node",
            [
                Path.Combine(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js"),
                "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync(); // it logs every request: nobody may keep it waiting
                return new($"http://{line[(at + Listening.Length)..].TrimEnd('.', ' ')}/{Account}");
            }

        throw new InvalidOperationException("Azurite ended before it listened.");
    }

    async Task<string?> InstallAsync()
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Source, "package-lock.json"))))[..12];
        var folder = Path.Combine(Path.GetTempPath(), $"asan-azurite-{Environment.UserName}-{version}");
        Directory.CreateDirectory(folder);
        using var alone = await AloneAsync(Path.Combine(folder, "install.lock"));
        if (File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
            return folder;

        foreach (var file in Directory.GetFiles(Source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (said, wrong) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            if (npm.ExitCode == 0)
                return folder;
            missing = $"npm ci ended with {npm.ExitCode}, so there is no Azurite: {await said}{await wrong}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing = "npm is missing, so there is no Azurite: apt-get install npm";
        }

        return null;
    }

    // Test programs may start side by side.
    static async Task<FileStream> AloneAsync(string path)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }
}
