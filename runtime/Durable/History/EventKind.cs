namespace Asan.Runtime.Durable.History;

/// <summary>What happened: the official history's event types with their numbers (DurableTask.Core.History.EventType), those this engine writes.</summary>
enum EventKind
{
    /// <summary>Stands for stored text that is no event: whoever meets it fails its instance, and the others go on.</summary>
    Unreadable = -1,

    ExecutionStarted = 0,
    ExecutionCompleted = 1,
    ExecutionTerminated = 3,
    TaskScheduled = 4,
    TaskCompleted = 5,
    TaskFailed = 6,
    SubOrchestrationInstanceCreated = 7,
    SubOrchestrationInstanceCompleted = 8,
    SubOrchestrationInstanceFailed = 9,
    TimerCreated = 10,
    TimerFired = 11,
    EventSent = 14,
    EventRaised = 15,
    ExecutionSuspended = 19,
    ExecutionResumed = 20,
    ExecutionRewound = 21,
}
