namespace Asan.Runtime.Durable.Worker;

/// <summary>The hints between the parts of a worker, and towards the other replicas.</summary>
sealed class WakeSignals
{
    /// <summary>Messages lie in inboxes.</summary>
    public WakeSignal Inbox { get; } = new();

    /// <summary>Activities nobody has taken wait, or there is room to run more.</summary>
    public WakeSignal Activities { get; } = new();

    /// <summary>Other replicas should look: there is work here that this one will not do alone.</summary>
    public WakeSignal Others { get; } = new();

    public void All()
    {
        Inbox.Pulse();
        Activities.Pulse();
        Others.Pulse();
    }
}
