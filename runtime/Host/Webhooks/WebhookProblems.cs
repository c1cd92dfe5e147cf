using Asan.Runtime.Host.Problems;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>What the durable webhooks refuse, by the official status codes.</summary>
static class WebhookProblems
{
    public static RequestRefusedException UnknownRoute() => new(Problem.UnknownRoute());

    public static RequestRefusedException UnknownInstance() => new(new(404, "unknown-instance", "No such instance", "No orchestration has this id."));

    public static RequestRefusedException NothingToPurge() => new(new(404, "nothing-to-purge", "Nothing to purge", "No finished instance is of this kind."));

    public static RequestRefusedException UnknownTaskHub() =>
        new(new(404, "unknown-task-hub", "No such task hub", "This host serves another task hub than the parameter taskHub names."));

    public static RequestRefusedException Exists() =>
        new(new(409, "instance-exists", "The instance exists", "An orchestration of this id has not finished: it is not replaced."));

    public static RequestRefusedException Finished(OrchestrationRuntimeStatus status) =>
        new(new(410, "instance-finished", "The instance has finished", $"It is {status}, and takes nothing more."));

    public static RequestRefusedException NotFailed(OrchestrationRuntimeStatus status) =>
        new(new(412, "instance-not-failed", "The instance has not failed", $"It is {status}: only a failed one is rewound."));

    public static RequestRefusedException NotFinished(OrchestrationRuntimeStatus status) =>
        new(new(412, "instance-not-finished", "The instance has not finished", $"It is {status}: only a finished one is purged."));

    public static RequestRefusedException NotSupported(string detail) => new(new(501, "not-supported", "Not supported", detail));

    public static RequestRefusedException UnknownOrchestrator() =>
        new(new(400, "unknown-orchestrator", "No such orchestrator", "No orchestrator of this name is registered here."));

    public static RequestRefusedException NotJson(string detail) => new(Problem.MalformedBody("", detail));

    public static RequestRefusedException Parameter(string name, string detail) =>
        new(new Problem(400, "malformed-parameter", "Malformed parameter", detail) { Errors = [new(detail) { Parameter = name }] });

    public static RequestRefusedException BadArgument(string detail) => new(Problem.BadRequest(400, detail));
}
