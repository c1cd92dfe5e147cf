using System.Text.RegularExpressions;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>One form for an item of a contract and for a reference in metadata, so that they can be compared: no names of parameters, no '?', type parameters by number.</summary>
static partial class Keys
{
    const string Synthesized = "Equals GetHashCode ToString PrintMembers op_Equality op_Inequality <Clone>$ get_EqualityContract";

    public static string Field(string name, string type) => $"{name} : {type}";

    public static string Method(string name, int arity, IEnumerable<string> parameters, string returned) =>
        $"{name}{(arity > 0 ? $"``{arity}" : "")}({string.Join(", ", parameters)}) : {returned}";

    /// <summary>The keys that one line of a contract allows.</summary>
    public static IEnumerable<string> Of(string line)
    {
        var body = line[2..].Split("   [")[0];
        return line[0] switch
        {
            'T' => [Head.Parse(body.Split(" ; ")[0], isType: true).Name],
            'C' => [Callable(body, ".ctor", "void")],
            'M' => [Callable(body, null, null)],
            'D' => [Callable(body, "Invoke", null), $"{Head.Parse(body[..body.IndexOf('(')], isType: true).Name}..ctor(object, System.IntPtr) : void"],
            'P' => Accessors(body),
            'F' when body.Contains(" : ", StringComparison.Ordinal) => [OfField(body)],
            _ => [],
        };
    }

    /// <summary>Whether the compiler makes this member for every record, so that the contracts leave it out.</summary>
    public static bool IsSynthesized(string key, Func<string, bool> isRecord)
    {
        var name = key.Split('(')[0];
        var dot = name.LastIndexOf('.');
        return Synthesized.Split(' ').Contains(name[(dot + 1)..].Split("``")[0]) && isRecord(name[..dot]);
    }

    static string Callable(string body, string? name, string? returned)
    {
        var open = body.IndexOf('(');
        var close = body.LastIndexOf(')');
        var head = Head.Parse(body[..open], isType: name is not null);
        var parameters = Declaration.SplitList(body[(open + 1)..close]).Select(parameter => head.Normalize(TypeOf(parameter)));
        return Method(
            name is null ? head.Name : $"{head.Name}.{name}", name is null ? head.Arity : 0, parameters,
            returned ?? head.Normalize(Rest().Replace(body[(close + 1)..].TrimStart(' ', ':'), "")));
    }

    static IEnumerable<string> Accessors(string body)
    {
        var brace = body.IndexOf(" { ", StringComparison.Ordinal);
        var colon = body.IndexOf(" } : ", StringComparison.Ordinal);
        var head = Head.Parse(body[..brace], isType: false);
        var type = head.Normalize(Rest().Replace(body[(colon + 5)..], ""));
        var dot = head.Name.LastIndexOf('.') + 1;
        return [Method($"{head.Name[..dot]}get_{head.Name[dot..]}", 0, [], type), Method($"{head.Name[..dot]}set_{head.Name[dot..]}", 0, [type], "void")];
    }

    static string OfField(string body)
    {
        var parts = body.Split(" : ", 2);
        var head = Head.Parse(parts[0], isType: false);
        return Field(head.Name, head.Normalize(Rest().Replace(parts[1], "").Split(" = ")[0]));
    }

    /// <summary>The type of <c>[this|params|out|ref|in] Type name [= default]</c>.</summary>
    static string TypeOf(string parameter)
    {
        var text = Word().Replace(parameter.Split(" = ")[0], "");
        var type = text[..text.LastIndexOf(' ')];
        return parameter.StartsWith("out ", StringComparison.Ordinal) || parameter.StartsWith("ref ", StringComparison.Ordinal)
            || parameter.StartsWith("in ", StringComparison.Ordinal) ? $"{type}&" : type;
    }

    [GeneratedRegex("^(this|params|out|ref|in) ")]
    private static partial Regex Word();

    [GeneratedRegex("( where .*| ; .*)$")]
    private static partial Regex Rest();
}
