using Asan.Tests;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The official public API as ../shared/contracts lists it, without assembly names and marks that are not compared.</summary>
sealed class OfficialSurface
{
    static readonly string[] Files = ["Microsoft.DurableTask.txt", "Microsoft.Azure.Functions.Worker.txt"];

    readonly HashSet<string> lines;
    readonly ILookup<string, Declaration> declarations;

    OfficialSurface(IEnumerable<string> lines)
    {
        this.lines = [.. lines];
        declarations = this.lines.Where(line => line[0] == 'T').ToLookup(Declaration.NameIn, Declaration.Parse);
    }

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>Reads it; skips the running test where it is absent.</summary>
    public static OfficialSurface Require() => new(Files
        .SelectMany(file => File.ReadLines(SharedData.Require($"contracts/{file}")))
        .Where(line => line.Length > 2 && line[1] == ':')
        .Select(line => Marks.Strip(line.Split(" ; @")[0])));

    /// <summary>Whether our line stands here. A type may lack official bases that we do not ship, and then has what those would have given it.</summary>
    public bool Holds(string line, IReadOnlySet<string> shipped) => lines.Contains(line)
        || (line[0] == 'T' && declarations[Declaration.NameIn(line)].Any(official => Matches(Declaration.Parse(line), official, shipped)));

    /// <summary>Whether a type, named as in metadata, is a record; a record struct is a struct that can be compared with itself.</summary>
    public bool IsRecord(string name) => lines.Any(line => line[0] == 'T' && Keys.Of(line).Contains(name)
        && (line.Contains("record", StringComparison.Ordinal) || line.Contains($" ; struct : System.IEquatable<{name}>", StringComparison.Ordinal)));

    bool Matches(Declaration ours, Declaration official, IReadOnlySet<string> shipped)
    {
        var unshipped = official.Bases.Except(ours.Bases).ToArray();
        if (unshipped.Any(shipped.Contains) || unshipped.Any(missing => !missing.StartsWith("Microsoft.", StringComparison.Ordinal)))
            return false;

        var inherited = unshipped.SelectMany(Ancestors).ToHashSet();
        return ours.Bases.All(known => official.Bases.Contains(known) || inherited.Contains(known))
            && (ours.Rest == official.Rest || (unshipped.Length > 0 && Marks.WithoutUsage(ours.Rest) == official.Rest));
    }

    IEnumerable<string> Ancestors(string type) => declarations[type].SelectMany(known => known.Bases).SelectMany(known => Ancestors(known).Append(known));
}
