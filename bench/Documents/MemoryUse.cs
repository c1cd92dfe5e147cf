using System.Diagnostics;
using System.Text;
using Asan.Documents;
using Asan.Documents.Making;

namespace Asan.Bench.Documents;

/// <summary>The most memory that a process ever holds which reads one large document: made files, so that anybody can look.</summary>
static class MemoryUse
{
    public const string Verb = "--memory-of";

    const int Cells = 12_000;
    const int Characters = 1_200_000;
    const int Columns = 12;
    const int GoalMegabytes = 256;

    public static void Measure()
    {
        Tell($"HWP of {Cells:N0} cells", MakeHwp(section => section.Paragraph(0, 0, HwpControl.Grid(Texts()))));
        Tell($"HWPX of {Cells:N0} cells", new HwpxMaker().Section(HwpxMaker.Run(HwpxMaker.Grid(Texts()))).ToBytes());
        var paragraphs = Paragraphs();
        Tell($"HWP of {Characters:N0} characters", MakeHwp(section => Array.ForEach(paragraphs, paragraph => section.Paragraph(0, 0, paragraph))));
        Tell($"HWPX of {Characters:N0} characters", new HwpxMaker().Section([.. paragraphs.Select(paragraph => HwpxMaker.Paragraph(paragraph))]).ToBytes());
    }

    static byte[] MakeHwp(Action<HwpRecordWriter> write)
    {
        var maker = new HwpMaker();
        write(maker.Section());
        return maker.ToBytes();
    }

    static string[,] Texts()
    {
        var texts = new string[Cells / Columns, Columns];
        for (var i = 0; i < Cells; i++)
            texts[i / Columns, i % Columns] = $"검사 결과 {i}: 정상 범위";
        return texts;
    }

    // Text that does not pack to nothing.
    static string[] Paragraphs()
    {
        const int Length = 400;
        var random = new Random(7);
        return [.. Enumerable.Range(0, Characters / Length).Select(_ =>
        {
            var text = new StringBuilder(Length);
            while (text.Length < Length)
                text.Append(random.Next(6) == 0 ? ' ' : (char)('가' + random.Next(11172)));
            return text.ToString();
        })];
    }

    static void Tell(string what, byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Verb, path]) { RedirectStandardOutput = true })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new BenchFailedException($"the process that read the {what} failed: {answer}");
            Console.WriteLine($"{what}: {answer}; goal: below {GoalMegabytes} MB");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads the file, as the process that is measured.</summary>
    public static int Report(string path)
    {
        var file = File.ReadAllBytes(path);
        var begun = Stopwatch.GetTimestamp();
        var result = DocumentReader.Read(file, ParseOptions.Default, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(begun);
        if (result is not ParseResult.Parsed { Document: { Counts: var counts } })
        {
            Console.WriteLine(result);
            return 1;
        }

        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        Console.WriteLine($"{kilobytes / 1024.0:F0} MB at most, the whole process; {counts.Cells:N0} cells and {counts.Characters:N0} characters in {took.TotalMilliseconds:F0} ms, cold");
        return 0;
    }
}
