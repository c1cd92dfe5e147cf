using System.Diagnostics;

namespace Asan.Bench.Ingestion;

/// <summary>One long document on a host of its own: how long it takes, and how much memory the host held at most.</summary>
static class LongFile
{
    const double Goal = 400;

    public static async Task MeasureAsync(Server server, string what, string name, Action<Stream> write, CancellationToken ct)
    {
        await using var application = await Application.StartAsync(server, name.Split('.')[1], ct);
        var path = Path.GetTempFileName();
        try
        {
            await using (var made = new FileStream(path, FileMode.Create))
                write(made);

            await using var file = new FileStream(path, FileMode.Open);
            var length = file.Length;
            var begun = Stopwatch.GetTimestamp();
            var address = await application.PostAsync(file, name, ct);
            var posted = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var chunks = await application.PublishedAsync(address, ct);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            Throughput.Say(what, $"{seconds:F1} s", $"{length / 1e6 / seconds:F2} MB/s, {posted:F1} s of it the post; {chunks:N0} chunks");
            Throughput.Say("memory of the host", $"{application.PeakMemory() / 1048576.0:F0} MB", $"at most; goal: below {Goal:F0} MB");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
