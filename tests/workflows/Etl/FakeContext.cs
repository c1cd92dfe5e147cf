using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Asan.Tests.Etl;

/// <summary>An orchestration whose activities a test answers by hand, one call after another or all at once.</summary>
sealed class FakeContext(Func<string, object?, Task<object?>> answer) : TaskOrchestrationContext
{
    public List<(string Name, object? Input)> Calls { get; } = [];

    public object? CustomStatus { get; private set; }

    /// <summary>Told after each answer.</summary>
    public Action<string> Answered { get; set; } = _ => { };

    public override TaskName Name => "LoadCdm";

    public override string InstanceId => "run-1";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Calls.Add((name.Name, input));
        var result = (TResult)(await answer(name.Name, input))!;
        Answered(name.Name);
        return result;
    }

    public override void SetCustomStatus(object? customStatus) => CustomStatus = customStatus;

    public override T GetInput<T>() => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();
}
