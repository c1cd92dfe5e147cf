using System.Diagnostics;

namespace Asan.Bench.Ingestion;

/// <summary>Many documents: from the first post until the last is published.</summary>
static class Throughput
{
    const int AtOnce = 16;

    public static async Task MeasureAsync(Server server, int count, int pages, CancellationToken ct)
    {
        await using var application = await Application.StartAsync(server, "many", ct);
        // Compiled and connected before the clock runs.
        foreach (var seed in Enumerable.Range(-30, 30))
            await PostAsync(application, Making.Document(Math.Abs(seed) + 1_000_000, 1), ct);

        var documents = Enumerable.Range(0, count).Select(seed => Making.Document(seed, pages)).ToArray();
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (document, token) => await PostAsync(application, document, token));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;

        Say("documents", $"{count / seconds:F1} /s", $"{count} of {pages} pages (DOCX, HWPX, text), {AtOnce} at a time, two parsers, {seconds:F1} s");
        Say("files", $"{documents.Sum(document => (double)document.File.Length) / 1e6 / seconds:F2} MB/s", "packed, as they were posted");
        Say("text", $"{documents.Sum(document => (double)document.Letters) / 1e6 / seconds:F2} M letters/s", "");
        Say("memory of the host", $"{application.PeakMemory() / 1048576.0:F0} MB", "at most");
    }

    static async Task PostAsync(Application application, (string Name, byte[] File, long Letters) document, CancellationToken ct)
    {
        using var file = new MemoryStream(document.File);
        await application.PublishedAsync(await application.PostAsync(file, document.Name, ct), ct);
    }

    public static void Say(string what, string figure, string note) => Console.WriteLine($"{what,-28} {figure,14}  {note}");
}
