using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Asan.Bench;

/// <summary>A peer as npm installs it, outside the tree and kept for the next run: exactly what package-lock.json names, Node included.</summary>
sealed class PeerFolder
{
    PeerFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The Node that the lock file names; the machine's own where npm is set not to run what fetches it.</summary>
    public string Node => System.IO.Path.Combine(Path, "node_modules", "node", "bin", "node") is var own && File.Exists(own) ? own : "node";

    public string Worker => System.IO.Path.Combine(Path, "worker.js");

    /// <param name="bench">The benchmark, whose assembly names the folder that its peer is installed from.</param>
    /// <param name="peer">What the peer is called.</param>
    /// <exception cref="BenchFailedException">npm is missing, or could not install it.</exception>
    public static async Task<PeerFolder> InstallAsync(string bench, string peer, CancellationToken ct)
    {
        var source = typeof(PeerFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Peer").Value!;
        var files = Directory.GetFiles(source).Order(StringComparer.Ordinal).ToArray();
        var version = Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]))[..12];
        var folder = new PeerFolder(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"asan-bench-{bench}-{Environment.UserName}-{version}"));
        if (File.Exists(System.IO.Path.Combine(folder.Path, "node_modules", ".package-lock.json")))
            return folder;

        Console.Error.WriteLine($"installing {peer} into {folder.Path}, once");
        Directory.CreateDirectory(folder.Path);
        foreach (var file in files)
            File.Copy(file, System.IO.Path.Combine(folder.Path, System.IO.Path.GetFileName(file)), overwrite: true);
        await NpmAsync(folder.Path, peer, ct);
        return folder;
    }

    static async Task NpmAsync(string path, string peer, CancellationToken ct)
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
                throw new BenchFailedException($"npm could not install {peer}; what it said stands above");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchFailedException("npm is not installed");
        }
    }
}
