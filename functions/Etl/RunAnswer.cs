using Asan.Workflows.Etl.Runs;
using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Etl;

/// <summary>How a run is shown: as a status monitor that says when to ask again for as long as that is worth it.</summary>
static class RunAnswer
{
    const string AskAgain = "2";

    public static IResult Accepted(HttpRequest request, Run run)
    {
        request.HttpContext.Response.Headers.RetryAfter = AskAgain;
        return Results.Accepted(Address(request, run.Id), run);
    }

    public static IResult Monitor(HttpRequest request, Run run)
    {
        if (!run.HasEnded)
            request.HttpContext.Response.Headers.RetryAfter = AskAgain;
        return Results.Ok(run);
    }

    public static IResult Busy(HttpRequest request, string id)
    {
        request.HttpContext.Response.Headers.RetryAfter = AskAgain;
        var detail = $"Run {id} is not finished, and loads are made one at a time. Look at {Address(request, id)} and try again when it has ended.";
        return Problems.Of(StatusCodes.Status409Conflict, "load-running", "Another load is running", detail);
    }

    public static IResult Unknown() => Problems.Unknown("There is no run of this id.");

    static string Address(HttpRequest request, string id) => $"{Links.Base(request)}/etl/runs/{id}";
}
