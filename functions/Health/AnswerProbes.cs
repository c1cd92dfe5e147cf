using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Asan.Functions.Health;

/// <summary>GET /api/health/live, ready and startup: 200 or 503, and one word. Which check failed is in the log, not in the answer.</summary>
public sealed class AnswerProbes(HealthReports reports)
{
    /// <summary>Never asks a dependency: a database that is down is no reason to restart the process.</summary>
    [Function("HealthLive")]
    public IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) => Answer(HealthStatus.Healthy);

    [Function("HealthReady")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken) =>
        Answer(await reports.ReadyAsync(cancellationToken));

    [Function("HealthStartup")]
    public async Task<IResult> StartupAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/startup")] HttpRequest request, CancellationToken cancellationToken) =>
        Answer(await reports.StartupAsync(cancellationToken));

    static IResult Answer(HealthStatus status) => Results.Json(
        new { status = status.ToString().ToLowerInvariant() },
        statusCode: status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
}
