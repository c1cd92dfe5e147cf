using System.Diagnostics;
using System.Globalization;
using System.Text;
using Asan.Documents;
using Asan.Documents.Isolation;
using Asan.Workflows.Search.Chunking;

namespace Asan.Bench.Documents;

/// <summary>The most memory that a host and its worker hold while a large document is read in pieces, cut into chunks and let go.</summary>
static class PiecesMemory
{
    public const string Verb = "--host-of";

    const int TextBytes = 200 << 20;
    const int Rows = 100_000;
    const int Columns = 20;
    const int GoalMegabytes = 400;

    public static void Measure()
    {
        Tell("text of 200 MB, UTF-8", "long.txt", Encoding.UTF8, WriteText);
        Tell("text of 200 MB, CP949", "long.txt", CodePagesEncodingProvider.Instance.GetEncoding(949)!, WriteText);
        Tell($"CSV of {Rows:N0} rows and {Columns} columns", "long.csv", Encoding.UTF8, WriteRows);
    }

    static void WriteText(Stream file, Encoding encoding)
    {
        var random = new Random(7);
        // The syllables that are in use: all of KS X 1001's.
        var syllables = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetString(
            [.. Enumerable.Range(0, 25 * 94).SelectMany(i => new[] { (byte)(0xB0 + i / 94), (byte)(0xA1 + i % 94) })]);
        while (file.Length < TextBytes)
        {
            var line = new StringBuilder();
            while (line.Length < 120)
                line.Append(random.Next(6) == 0 ? ' ' : syllables[random.Next(syllables.Length)]);
            var bytes = encoding.GetBytes(line.Append('\n').ToString());
            file.Write(bytes.AsSpan(0, (int)Math.Min(bytes.Length, TextBytes - file.Length)));
        }
    }

    static void WriteRows(Stream file, Encoding encoding)
    {
        file.Write(encoding.GetBytes(string.Join(',', Enumerable.Range(1, Columns).Select(i => $"항목 {i}")) + "\r\n"));
        for (var row = 0; row < Rows; row++)
            file.Write(encoding.GetBytes(string.Join(',', Enumerable.Range(0, Columns).Select(i => i % 4 == 0 ? $"정상 범위 {row % 97}" : $"{row * 31 % 1000}.{i}")) + "\r\n"));
    }

    static void Tell(string what, string name, Encoding encoding, Action<Stream, Encoding> write)
    {
        var folder = Directory.CreateTempSubdirectory("asan-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            using (var file = File.Create(path))
                write(file, encoding);
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Verb, path]) { RedirectStandardOutput = true })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new BenchFailedException($"the process that read the {what} failed: {answer}");
            Console.WriteLine($"{what}: {answer}; goal: host below {GoalMegabytes} MB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Has the file read, as the host that is measured.</summary>
    public static async Task<int> ReportAsync(string path)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var pool = new ParserPool(new IsolationOptions { Workers = 1 });
        await using var file = File.OpenRead(path);
        await using var reading = await pool.OpenAsync(file, file.Length, new ParseOptions { FileName = Path.GetFileName(path) }, CancellationToken.None);
        if (reading.Refusal is { } refusal)
        {
            Console.WriteLine(refusal);
            return 1;
        }

        var (chunks, characters) = (0L, 0L);
        foreach (var chunk in DocumentChunker.Cut(reading.SectionsAsync(CancellationToken.None).ToBlockingEnumerable(), "문서"))
            (chunks, characters) = (chunks + 1, characters + chunk.Text.Length);
        var took = Stopwatch.GetElapsedTime(begun);
        Console.WriteLine(
            $"host {Peak("self"):F0} MB at most, worker {Peak(Child()):F0} MB; {chunks:N0} chunks of {characters:N0} characters in {took.TotalSeconds:F1} s, {file.Length / took.TotalSeconds / (1 << 20):F1} MB/s");
        return 0;
    }

    static string Child() => Directory.GetDirectories("/proc").Select(Path.GetFileName).First(id => long.TryParse(id, out _) && ParentOf(id!) == Environment.ProcessId)!;

    static int ParentOf(string process)
    {
        try
        {
            var status = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(status["PPid:".Length..], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it ended just now
        }
    }

    static double Peak(string process)
    {
        var peak = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
