using Asan.Tests;

namespace Asan.Synthesize.Tests;

/// <summary>A hospital written to a folder of its own, and read back file by file.</summary>
sealed class SyntheticHospital : IDisposable
{
    readonly Dictionary<string, List<Dictionary<string, string>>> read = [];

    public SyntheticHospital(int patients, ulong seed = 1)
    {
        Folder = Directory.CreateTempSubdirectory("asan-synthetic-").FullName;
        Rows = Hospital.Write(new Order(patients, seed, Order.DefaultUntil), Folder, _ => { }, CancellationToken.None);
    }

    public string Folder { get; }

    public IReadOnlyDictionary<string, long> Rows { get; }

    public List<Dictionary<string, string>> this[string file]
    {
        get
        {
            if (!read.TryGetValue(file, out var rows))
                read[file] = rows = CsvText.Read(PathOf(file));
            return rows;
        }
    }

    public string PathOf(string file) => Path.Combine(Folder, $"{file}.csv");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
