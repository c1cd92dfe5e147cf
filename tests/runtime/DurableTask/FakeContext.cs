using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Asan.Runtime.DurableTask.Tests;

/// <summary>A context whose timers and events the test completes by hand; calls are written down and answered with their type's default.</summary>
class FakeContext(ILoggerFactory? loggerFactory = null) : TaskOrchestrationContext
{
    public static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public List<(string Name, object? Input, TaskOptions? Options)> Calls { get; } = [];

    public List<(DateTime FireAt, TaskCompletionSource Completion)> Timers { get; } = [];

    public TaskCompletionSource<object?> Event { get; } = new();

    public (object? Input, bool Preserve)? Continued { get; private set; }

    public bool Replaying { get; set; }

    public string InstanceVersion { get; init; } = "";

    public override TaskName Name => "Fake";

    public override string InstanceId => "i";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => Start;

    public override bool IsReplaying => Replaying;

    public override string Version => InstanceVersion;

    protected override ILoggerFactory LoggerFactory => loggerFactory ?? NullLoggerFactory.Instance;

    public override T? GetInput<T>()
        where T : default => default;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Calls.Add((name, input, options));
        return Task.FromResult<TResult>(default!);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        Calls.Add((orchestratorName, input, options));
        return Task.FromResult<TResult>(default!);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource();
        Timers.Add((fireAt, completion));
        cancellationToken.Register(() => completion.TrySetCanceled(cancellationToken));
        return completion.Task;
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        cancellationToken.Register(() => Event.TrySetCanceled(cancellationToken));
        return (T)(await Event.Task)!;
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => Calls.Add((eventName, payload, null));

    public override void SetCustomStatus(object? customStatus) => Calls.Add(("status", customStatus, null));

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => Continued = (newInput, preserveUnprocessedEvents);

    public override Guid NewGuid() => Guid.Empty;
}
