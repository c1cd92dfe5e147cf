namespace Asan.Tests;

/// <summary>Data outside the repository (../shared). A test that needs it skips with its reason where it is absent.</summary>
static class SharedData
{
    /// <summary>The path of a file or folder below ../shared; skips the running test when it is not there.</summary>
    public static string Require(string relative)
    {
        var path = Find(relative);
        Assert.SkipWhen(path is null, $"../shared/{relative} is not here: this test compares with data kept outside the repository");
        return path!;
    }

    /// <summary>For a fixture, which cannot skip: whether there is something to prepare.</summary>
    public static bool Exists(string relative) => Find(relative) is not null;

    // The tests run from bin/, and a clone may lie anywhere: ASAN_SHARED names the folder when it is not the repository's neighbour.
    static string? Find(string relative)
    {
        if (Environment.GetEnvironmentVariable("ASAN_SHARED") is { Length: > 0 } named)
            return Existing(Path.Combine(named, relative));

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Asan.Functions.sln")))
                return Existing(Path.Combine(folder.Parent!.FullName, "shared", relative));

        return null;
    }

    static string? Existing(string path) => File.Exists(path) || Directory.Exists(path) ? path : null;
}
