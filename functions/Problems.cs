using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Asan.Functions;

/// <summary>Problem documents (RFC 9457) of the doors, in the shape the host's own have.</summary>
static class Problems
{
    /// <summary>400: this part of the body, by its JSON Pointer, is not acceptable.</summary>
    public static IResult Invalid(string pointer, string detail) =>
        Of(StatusCodes.Status400BadRequest, "invalid-request", "Invalid request", detail, [new { pointer, detail }]);

    /// <summary>404: there is no such thing.</summary>
    public static IResult Unknown(string detail) => Of(StatusCodes.Status404NotFound, "unknown-resource", "No such resource", detail);

    /// <summary>Callers decide by the code: it is never changed.</summary>
    public static IResult Of(int status, string code, string title, string detail, object[]? errors = null)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:asan:problem:{code}",
            Title = title,
            Status = status,
            Detail = detail,
            Instance = $"urn:uuid:{Guid.NewGuid()}",
            Extensions = { ["code"] = code, ["traceId"] = Activity.Current?.TraceId.ToHexString() },
        };
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        return Results.Problem(problem);
    }
}
