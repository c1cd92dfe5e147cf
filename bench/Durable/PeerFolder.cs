using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Asan.Bench.Durable;

/// <summary>DBOS as npm installs it, outside the tree and kept for the next run: exactly what package-lock.json names, Node included.</summary>
sealed class PeerFolder
{
    static readonly string Source = typeof(PeerFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Peer").Value!;

    PeerFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The Node that the lock file names; the machine's own where npm is set not to run what fetches it.</summary>
    public string Node => System.IO.Path.Combine(Path, "node_modules", "node", "bin", "node") is var own && File.Exists(own) ? own : "node";

    public string Worker => System.IO.Path.Combine(Path, "worker.js");

    /// <exception cref="BenchFailedException">npm is missing, or could not install it.</exception>
    public static async Task<PeerFolder> InstallAsync(CancellationToken ct)
    {
        var files = Directory.GetFiles(Source).Order(StringComparer.Ordinal).ToArray();
        var version = Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]))[..12];
        var folder = new PeerFolder(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"asan-bench-durable-{Environment.UserName}-{version}"));
        if (File.Exists(System.IO.Path.Combine(folder.Path, "node_modules", ".package-lock.json")))
            return folder;

        Console.Error.WriteLine($"installing DBOS into {folder.Path}, once");
        Directory.CreateDirectory(folder.Path);
        foreach (var file in files)
            File.Copy(file, System.IO.Path.Combine(folder.Path, System.IO.Path.GetFileName(file)), overwrite: true);
        await NpmAsync(folder.Path, ct);
        return folder;
    }

    static async Task NpmAsync(string path, CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            {
                WorkingDirectory = path,
                RedirectStandardOutput = true,
            })!;
            await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
                throw new BenchFailedException("npm could not install DBOS; what it said stands above");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchFailedException("npm is not installed");
        }
    }
}
