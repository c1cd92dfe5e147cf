using System.Reflection;
using System.Text.RegularExpressions;
using Asan.Runtime.Host.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Blobs;

/// <summary>What functions with blob bindings must be, whatever calls them.</summary>
static partial class BlobRules
{
    public static IEnumerable<string> Broken(FunctionDescriptor function)
    {
        var places = Places(function).ToArray();
        if (places.Length == 0)
            yield break;

        if (function.Trigger is OrchestrationTriggerAttribute)
            yield return "is an orchestrator and has a blob binding: it would be read or written again at every replay";
        if (function.Trigger is HttpTriggerAttribute && function.Method.IsDefined(typeof(BlobOutputAttribute)))
            yield return "answers a request and writes what it returns to a blob: return a class with a property for each";

        var known = KnownTokens(function).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var place in places)
            foreach (var broken in Broken(place, known))
                yield return $"has the blob path '{place}', which {broken}";
    }

    static IEnumerable<string> Broken(string text, HashSet<string> known)
    {
        BlobPath? path = null;
        string? fault = null;
        try
        {
            path = BlobPath.Parse(text);
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }

        if (fault is not null)
            yield return fault;
        else if (path!.Name is null)
            yield return "names a container and no blob";
        foreach (var token in path?.Tokens.Where(token => !known.Contains(token)) ?? [])
            yield return $"has the token {{{token}}}, which its trigger does not give";
    }

    static IEnumerable<string> Places(FunctionDescriptor function) =>
    [
        .. function.Parameters.SelectMany(parameter => parameter.GetCustomAttributes<BlobInputAttribute>()).Select(input => input.BlobPath),
        .. function.Method.GetCustomAttributes<BlobOutputAttribute>().Select(output => output.BlobPath),
        .. function.ResultType.GetProperties().SelectMany(property => property.GetCustomAttributes<BlobOutputAttribute>()).Select(output => output.BlobPath),
    ];

    static IEnumerable<string> KnownTokens(FunctionDescriptor function) => function.Trigger switch
    {
        BlobTriggerAttribute blob => [.. Token().Matches(blob.BlobPath).Select(token => token.Groups[1].Value), "BlobTrigger"],
        HttpTriggerAttribute http => RouteToken().Matches(http.Route ?? "").Select(token => token.Groups[1].Value),
        ActivityTriggerAttribute => ["instanceId"],
        _ => [],
    };

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Token();

    // {id}, {*rest}, {id:guid}, {id=1}, {id?}
    [GeneratedRegex(@"\{\*{0,2}([A-Za-z_]\w*)[^{}]*\}")]
    private static partial Regex RouteToken();
}
