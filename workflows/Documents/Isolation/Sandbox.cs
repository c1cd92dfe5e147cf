using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Asan.Documents.Isolation;

/// <summary>How a worker is started: without network, bounded by the kernel, and with nothing of this process's environment.</summary>
/// <param name="NoNetwork">The words that take the network away from what follows them; empty where the system does not allow that.</param>
sealed record Sandbox(IReadOnlyList<string> NoNetwork, bool HasLimits)
{
    static readonly string[] Privileged = ["unshare", "--net", "--"];
    static readonly string[] InUserNamespace = ["unshare", "--map-root-user", "--net", "--"];

    /// <summary>Tries what this system allows. Processes are started for it, so once is enough.</summary>
    public static async Task<Sandbox> DetectAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> noNetwork =
            await RunsAsync(Privileged, cancellationToken) ? Privileged
            : await RunsAsync(InUserNamespace, cancellationToken) ? InUserNamespace
            : [];
        return new(noNetwork, await RunsAsync(["prlimit", "--core=0", "--"], cancellationToken));
    }

    public ProcessStartInfo Start(IsolationOptions options)
    {
        List<string> words = [.. NoNetwork];
        // Never --as: .NET reserves far more addresses than it uses, and would not start.
        if (HasLimits)
            words.AddRange(["prlimit", $"--data={options.DataBytes}", Invariant($"--cpu={options.CpuTime.TotalSeconds:F0}"), "--core=0", "--"]);
        words.AddRange([Muxer(), "exec", options.WorkerPath, "--worker"]);

        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // The host's environment holds connection strings and keys.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Muxer());
        start.Environment["DOTNET_GCHeapHardLimit"] = options.HeapBytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // No pipe or shared memory through which another process could look in, and no dump of a patient's document.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        return start;
    }

    // The runtime lies in <root>/shared/Microsoft.NETCore.App/<version>/.
    static string Muxer()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        var muxer = Path.Combine(root, "dotnet");
        return File.Exists(muxer) ? muxer : "dotnet";
    }

    static async Task<bool> RunsAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        try
        {
            using var tried = Process.Start(new ProcessStartInfo(words[0], [.. words.Skip(1), "true"]) { RedirectStandardError = true });
            await tried!.WaitForExitAsync(cancellationToken);
            return tried.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
