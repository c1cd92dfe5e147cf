using Asan.Synthesize;

namespace Asan.Bench.Etl;

/// <summary>Synthetic hospitals in a container that the host reads from, kept for the next run as long as the synthesizer is the same.</summary>
sealed class Sources
{
    // The files that LoadCdm stages; the others it leaves alone, and so does the floor.
    public static readonly string[] Read =
    [
        "patients", "encounters", "conditions", "medications", "immunizations", "allergies", "observations", "procedures", "devices", "supplies",
        "organizations", "providers", "payers", "payer_transitions",
    ];

    public Sources()
    {
        var folder = Path.Combine(Path.GetTempPath(), "asan-bench-etl", typeof(Hospital).Module.ModuleVersionId.ToString("N"));
        Blobs = Path.Combine(folder, "blobs");
        Keys = Path.Combine(folder, "keys.json");
        Log = Path.Combine(folder, $"host-{Environment.ProcessId}.log");
        Directory.CreateDirectory(Path.Combine(Blobs, "sources"));
    }

    public string Blobs { get; }

    public string Keys { get; }

    public string Log { get; }

    /// <returns>Where it lies in the container.</returns>
    public string Synthesize(int patients, ulong seed, CancellationToken ct)
    {
        var location = $"patients-{patients}-seed-{seed}";
        var folder = PathOf(location);
        if (Directory.Exists(folder))
            return location;

        var unfinished = $"{folder}.{Environment.ProcessId}";
        Hospital.Write(new Order(patients, seed, Order.DefaultUntil), unfinished, _ => { }, ct);
        Directory.Move(unfinished, folder);
        return location;
    }

    public string PathOf(string location) => Path.Combine(Blobs, "sources", location);

    /// <summary>Reads all that will be read, so that neither side pays for the disk.</summary>
    public async Task WarmAsync(string location, CancellationToken ct)
    {
        foreach (var file in Read)
        {
            await using var stream = File.OpenRead(Path.Combine(PathOf(location), $"{file}.csv"));
            await stream.CopyToAsync(Stream.Null, ct);
        }
    }
}
