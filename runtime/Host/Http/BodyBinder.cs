using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Http;

/// <summary>Reads the request's JSON body with the worker's serializer.</summary>
static partial class BodyBinder
{
    public static ParameterBinder For(ParameterInfo parameter)
    {
        var mayBeNull = parameter.MayBeNull();
        return async invocation =>
        {
            var request = invocation.GetHttpContext()!.Request;
            if (!request.HasJsonContentType())
                throw new RequestRefusedException(Problem.NotJson(request.ContentType));

            // A text in it stands in memory as a whole, however it is read.
            request.HttpContext.LimitBody(invocation.InstanceServices.GetRequiredService<IOptions<ServingOptions>>().Value.MaxJsonBodyBytes);
            var value = await ReadAsync(invocation, request, parameter.ParameterType);
            return value is not null || mayBeNull ? value : throw new RequestRefusedException(Problem.MalformedBody("", "The body must not be null."));
        };
    }

    static async ValueTask<object?> ReadAsync(FunctionInvocation invocation, HttpRequest request, Type type)
    {
        try
        {
            return await invocation.Serializer().DeserializeAsync(request.Body, type, invocation.CancellationToken);
        }
        catch (JsonException e)
        {
            var pointer = Pointer(e.Path);
            throw new RequestRefusedException(Problem.MalformedBody(pointer, Detail(e, pointer)), e);
        }
    }

    // The serializer's own message names .NET types and may quote the body, which may be a patient's: only where it stopped is passed on.
    static string Detail(JsonException e, string pointer)
    {
        var place = pointer.Length > 0 ? $" at {pointer}" : "";
        var position = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1})" : "";
        return $"The body is not the JSON that is expected{place}{position}.";
    }

    /// <summary>$.visits[2].start and $['a.b'] as JSON Pointers: /visits/2/start and /a.b.</summary>
    internal static string Pointer(string? path) =>
        path is null ? "" : string.Concat(Step().Matches(path).Select(step => "/" + Escape(step.Groups.Values.Skip(1).First(group => group.Success).Value)));

    static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");

    [GeneratedRegex(@"\['(.*?)'\](?=[.\[]|$)|\[(\d+)\]|\.([^.\[]+)", RegexOptions.Singleline)]
    private static partial Regex Step();
}
