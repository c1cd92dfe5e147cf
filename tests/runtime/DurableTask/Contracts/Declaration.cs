namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The line that declares a type, with its bases taken apart from the rest of it.</summary>
sealed record Declaration(string Rest, IReadOnlySet<string> Bases)
{
    /// <summary>The type's name: a contract may hold several types of one name, from several assemblies.</summary>
    public static string NameIn(string line) => line[2..].Split(" ; ")[0];

    public static Declaration Parse(string line)
    {
        var start = line.IndexOf(" : ", StringComparison.Ordinal);
        var where = line.IndexOf(" where ", StringComparison.Ordinal);
        if (start < 0 || (where >= 0 && where < start))
            return new(line, new HashSet<string>());

        var end = where >= 0 ? where : line.IndexOf("   [", StringComparison.Ordinal) is var mark and >= 0 ? mark : line.Length;
        return new(line[..start] + line[end..], SplitList(line[(start + 3)..end]).ToHashSet());
    }

    /// <summary>Parts between the commas that stand outside brackets of every kind.</summary>
    public static IEnumerable<string> SplitList(string list)
    {
        var depth = 0;
        var from = 0;
        for (var i = 0; i < list.Length; i++)
        {
            depth += list[i] is '<' or '(' or '[' ? 1 : list[i] is '>' or ')' or ']' ? -1 : 0;
            if (list[i] != ',' || depth != 0)
                continue;
            yield return list[from..i].Trim();
            from = i + 1;
        }

        if (from < list.Length)
            yield return list[from..].Trim();
    }
}
