namespace Asan.Runtime.Blobs.Folders;

/// <summary>Where a path leads once every link on the way is followed, links in its folders too.</summary>
static class RealPath
{
    const int MostLinks = 40;

    /// <summary>The path without links; null when they go round in a circle. What is not there is taken as it is named.</summary>
    public static string? Of(string path)
    {
        var waiting = new Stack<string>(Segments(Path.GetFullPath(path)));
        var real = "/";
        for (var links = 0; waiting.TryPop(out var segment);)
        {
            if (segment == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var here = Path.Combine(real, segment);
            if (new FileInfo(here).LinkTarget is not { } target)
            {
                real = here;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                real = "/";
            foreach (var step in Segments(target))
                waiting.Push(step);
        }

        return real;
    }

    static IEnumerable<string> Segments(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").Reverse();
}
