namespace Asan.Bench.Documents;

/// <summary>The documents that are read: real ones, kept outside the repository.</summary>
static class Samples
{
    public static IReadOnlyList<string> Hwp { get; } =
    [
        "d01-hwp-table-ipc.hwp", "d02-hwp-stats-2010.hwp", "d03-hwp-footnotes-30.hwp", "d06-hwp-numbering.hwp", "d07-hwp-5022-picture.hwp",
        "d08-hwp-nested-table.hwp", "d10-hwp-ministry-stress.hwp", "d12-hwp-noori.hwp", "d14-hwp-fdi-2024q1.hwp", "d20-hwp-loading-fail.hwp",
    ];

    public static IReadOnlyList<string> Hwpx { get; } =
    [
        "d09-hwpx-nested-table.hwpx", "d11-hwpx-ministry-stress.hwpx", "d13-hwpx-noori.hwpx", "d15-hwpx-fdi-2024q1.hwpx", "d17-hwpx-form-002.hwpx",
        "d18-hwpx-no-manifest.hwpx", "d19-hwpx-parahead.hwpx",
    ];

    /// <summary>ASAN_SHARED names the folder when it is not the repository's neighbour.</summary>
    public static string Folder()
    {
        const string Documents = "data/documents";
        if (Environment.GetEnvironmentVariable("ASAN_SHARED") is { Length: > 0 } named)
            return Path.Combine(named, Documents);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Asan.Functions.sln")))
                return Path.Combine(folder.Parent!.FullName, "shared", Documents);
        return Documents;
    }

    public static string Require(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new BenchFailedException($"{path} is not here: what is measured are documents kept outside the repository");
    }
}
