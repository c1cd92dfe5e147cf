using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Asan.Runtime.Host.Problems;

/// <summary>Writes problem documents.</summary>
static class ProblemWriter
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Task WriteProblemAsync(this HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem.Status;
        http.Response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var document = new Document(
            problem.Type, problem.Title, problem.Status, problem.Detail, $"urn:uuid:{Guid.NewGuid()}",
            problem.Code, Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier, problem.Errors is [] ? null : problem.Errors, problem.RetryAfterSeconds);
        return http.Response.WriteAsJsonAsync(document, Options, "application/problem+json", http.RequestAborted);
    }

    sealed record Document(
        string Type, string Title, int Status, string Detail, string Instance, string Code, string TraceId, IReadOnlyList<ProblemPlace>? Errors,
        int? RetryAfterSeconds);
}
