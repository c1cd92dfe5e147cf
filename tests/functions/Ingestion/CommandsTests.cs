using System.Diagnostics;
using System.Text.Json;
using Asan.Tests;
using Asan.Workflows.Search.Access;

namespace Asan.Functions.Tests.Ingestion;

/// <summary>eng/ingest and eng/search against the doors, as eng/demo calls them.</summary>
public sealed class CommandsTests(Postgres postgres) : IAsyncLifetime
{
    static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "documents");

    IngestionHost host = null!;
    string keys = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        host = await IngestionHost.StartAsync(postgres);
        keys = Path.GetTempFileName();
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new { functionKeys = new { @default = IngestionHost.Key } }), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        File.Delete(keys);
    }

    [Fact]
    public async Task The_questions_of_the_demo_are_answered_with_a_citation_however_often_it_runs()
    {
        await new Grants(host.Database).GiveAsync(IngestionHost.Key, ["eng-demo"], Ct);
        for (var run = 0; run < 2; run++)
        {
            var (exit, said) = await RunAsync("ingest", "--label", "documents", "--label", "eng-demo", "--id", "demo", Samples);
            Assert.True(exit == 0, said);
            Assert.Contains("3 published, 0 failed", said, StringComparison.Ordinal);
        }

        var row = await RunAsync("search", "--label", "eng-demo", "--top", "1", "--", "공복 혈당이 181 이상이면 기저 인슐린을 얼마나 조정하나?");
        Assert.Equal(0, row.Exit);
        Assert.Contains("181 이상 | 4 단위 올림 | 4시간 뒤", row.Said, StringComparison.Ordinal);
        Assert.Contains("demo/insulin-guideline.hwpx, section 1, table 1, row", row.Said, StringComparison.Ordinal);
        var other = await RunAsync("search", "--label", "eng-demo", "--top", "1", "--", "낙상 위험 45 이상 점수 조치");
        Assert.Contains("demo/fall-prevention.docx, section 1, table 1, row", other.Said, StringComparison.Ordinal);
        var article = await RunAsync("search", "--label", "eng-demo", "--top", "1", "--", "지역사회 폐렴으로 입원한 환자에게 어떤 항생제를 주나?");
        Assert.Equal(0, article.Exit);
        Assert.Contains("세프트리악손 2 g", article.Said, StringComparison.Ordinal);
        Assert.Contains("demo/antibiotics.txt, section 1, 제2조, paragraph", article.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_holds_none_of_the_labels_is_told_so_and_finds_nothing()
    {
        var (exit, said) = await RunAsync("ingest", "--label", "others", Path.Combine(Samples, "antibiotics.txt"));

        Assert.True(exit == 0, said);
        Assert.Contains("eng/grant", said, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("search", "폐렴")).Exit);
    }

    [Fact]
    public async Task A_file_that_is_too_long_and_one_of_no_known_format_fail_by_name()
    {
        var folder = Directory.CreateTempSubdirectory("asan-command-").FullName;
        try
        {
            var noise = new byte[5_000];
            new Random(1).NextBytes(noise);
            await File.WriteAllBytesAsync(Path.Combine(folder, "noise.bin"), noise, Ct);
            await using (var sparse = File.Create(Path.Combine(folder, "long.txt")))
                sparse.SetLength(300L << 20);

            var (exit, said) = await RunAsync("ingest", folder);

            Assert.Equal(1, exit);
            Assert.Contains("noise.bin  unknown-format", said, StringComparison.Ordinal);
            Assert.Contains("long.txt  body-too-large", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    async Task<(int Exit, string Said)> RunAsync(string command, params string[] arguments)
    {
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "Asan.DocumentsConsole.dll"), command, "--server", host.Http.BaseAddress!.OriginalString,
            "--keys", keys, .. arguments,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output + await error);
    }
}
