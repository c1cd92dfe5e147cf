namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>Lines of the contracts: which method one declares, and how a failed test lists them.</summary>
static class Lines
{
    /// <summary><c>C:Type</c> or <c>M:Type.Method</c>, whatever its type parameters; null for other lines.</summary>
    public static string? MethodOf(string line)
    {
        if (line[0] is not ('C' or 'M'))
            return null;

        var head = line[..line.IndexOf('(')];
        var dot = head.LastIndexOf('.');
        return line[0] == 'C' || head.IndexOf('<', dot) is not (var generic and > 0) ? head : head[..generic];
    }

    public static void None(IEnumerable<string> lines, string reproach)
    {
        var list = lines.Order(StringComparer.Ordinal).ToArray();
        Assert.True(list.Length == 0, $"{list.Length} {reproach}:\n{string.Join('\n', list)}");
    }
}
