using System.Globalization;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>
/// Damaged files by the thousand. <c>eng/soak fuzz</c> runs all of them; a minute's cut runs with the other tests. ASAN_SOAK_ONLY names one kind, to
/// look into what was found there.
/// </summary>
public sealed class FuzzTests
{
    const int UsualSeed = 20261121;
    const int Cut = 10;

    [Fact]
    public async Task Every_damaged_file_is_read_or_refused_by_name()
    {
        var output = TestContext.Current.TestOutputHelper!;
        var minutes = Setting("ASAN_SOAK_MINUTES");
        var seed = Setting("ASAN_SOAK_SEED") ?? UsualSeed;
        var folder = Path.Combine(Path.GetTempPath(), $"asan-fuzz-{seed}");
        var only = Environment.GetEnvironmentVariable("ASAN_SOAK_ONLY");
        var plan = FuzzTarget.All.Where(t => only is null || t.Name == only).Select(t => (t, minutes is null ? t.Share / Cut : t.Share)).ToList();
        var run = new FuzzRun(seed, folder, output.WriteLine);

        await run.RunAsync(plan, minutes is { } given ? TimeSpan.FromMinutes(given) : TimeSpan.FromSeconds(55), TestContext.Current.CancellationToken);

        Assert.Empty(run.Failures);
        Assert.True(run.Inputs > 500, "hardly anything was tried");
    }

    [Fact]
    public void One_seed_makes_the_same_inputs_again()
    {
        foreach (var target in FuzzTarget.All)
            for (var index = 0; index < 5; index++)
                Assert.Equal(target.Input(3, index), target.Input(3, index));
    }

    [Fact]
    public void What_the_damage_begins_with_is_whole()
    {
        foreach (var seed in (IEnumerable<byte[]>)[.. FuzzSeeds.Hwp, .. FuzzSeeds.Hwpx, .. FuzzSeeds.Docx, .. FuzzSeeds.Doc, .. FuzzSeeds.Xlsx.Skip(1), .. FuzzSeeds.Html, .. FuzzSeeds.Markdown, .. FuzzSeeds.Csv, .. FuzzSeeds.Text])
            Assert.Empty(Reading.Open(seed).Warnings);
        Assert.Equal([WarningCodes.Hidden], Reading.Open(FuzzSeeds.Xlsx[0]).Warnings.Select(warning => warning.Code));
    }

    static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
