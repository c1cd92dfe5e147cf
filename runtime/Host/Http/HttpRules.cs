using System.Text.RegularExpressions;
using Asan.Runtime.Host.Functions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Http;

/// <summary>What HTTP functions must be. Everything here would otherwise show up at the first request, as a 500.</summary>
static partial class HttpRules
{
    /// <returns>The functions with their routes, and one sentence for each rule that is broken.</returns>
    public static (IReadOnlyList<HttpFunction> Functions, IReadOnlyList<string> Broken) Check(
        IEnumerable<FunctionDescriptor> descriptors, string routePrefix, ParameterPolicyFactory policies)
    {
        var functions = new List<HttpFunction>();
        var broken = new List<string>();
        foreach (var descriptor in descriptors)
        {
            try
            {
                var function = HttpFunction.Of(descriptor, routePrefix);
                functions.Add(function);
                broken.AddRange(Broken(function, policies).Select(sentence => $"{descriptor} {sentence}"));
            }
            catch (RoutePatternException e)
            {
                broken.Add($"{descriptor} has a route that is not a template: {e.Message}");
            }
        }

        broken.AddRange(Ambiguous(functions));
        return (functions, broken);
    }

    static IEnumerable<string> Broken(HttpFunction function, ParameterPolicyFactory policies)
    {
        if (function.Level == AuthorizationLevel.User)
            yield return "asks for AuthorizationLevel.User, which no key grants: use Function";

        foreach (var method in function.Methods.Where(method => !Token().IsMatch(method)))
            yield return $"names '{method}' as an HTTP method";

        if (function.Pattern.PathSegments is [{ Parts: [RoutePatternLiteralPart { Content: var first }] }, ..]
            && (first.Equals("admin", StringComparison.OrdinalIgnoreCase) || first.Equals("runtime", StringComparison.OrdinalIgnoreCase)))
            yield return $"has a route below /{first}, which is the host's own";

        foreach (var parameter in function.Pattern.Parameters)
            foreach (var policy in parameter.ParameterPolicies)
                if (Unknown(policies, parameter, policy) is { } reason)
                    yield return $"has a constraint '{policy.Content}' on {{{parameter.Name}}} that routing does not take: {reason}";
    }

    static string? Unknown(ParameterPolicyFactory policies, RoutePatternParameterPart parameter, RoutePatternParameterPolicyReference policy)
    {
        try
        {
            policies.Create(parameter, policy);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or RouteCreationException or ArgumentException or FormatException)
        {
            return e.Message;
        }
    }

    static IEnumerable<string> Ambiguous(IEnumerable<HttpFunction> functions) =>
        from alike in functions.GroupBy(function => function.Shape)
        from pair in alike.SelectMany((one, i) => alike.Skip(i + 1).Select(other => (one, other)))
        where pair.one.Methods.Count == 0 && pair.other.Methods.Count == 0 || pair.one.Methods.Intersect(pair.other.Methods).Any()
        select $"{pair.one.Name} and {pair.other.Name} answer the same requests: {pair.one.Pattern.RawText}";

    [GeneratedRegex("^[A-Z!#$%&'*+.^_`|~0-9-]+$")]
    private static partial Regex Token();
}
