using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Orchestrations;
using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Worker;

/// <summary>
/// An instance whose lease this worker holds: its mailbox, and its execution when it is in memory. One thread at a time has its turn: whoever takes
/// the mailbox, until <see cref="Rest"/>.
/// </summary>
sealed class HeldInstance(ClaimedInstance claimed)
{
    readonly Lock gate = new();
    readonly HashSet<long> delivered = [];
    HashSet<long> consumed = [];
    HashSet<long> consumedBefore = [];
    List<Delivery> mailbox = [];
    bool busy;
    bool closed;
    long restingSince = TimeProvider.System.GetTimestamp();

    public InstanceIdentity Identity { get; private set; } = claimed.Identity;

    public int Epoch => claimed.Epoch;

    /// <summary>How many workers lost this instance at the turn that is next.</summary>
    public int LostClaims => Turn == claimed.Turn ? claimed.LostClaims : 0;

    public int FirstTurn { get; private set; } = claimed.FirstTurn;

    public int Turn { get; private set; } = claimed.Turn;

    public long LastTicks { get; private set; } = claimed.LastTicks;

    public bool HasStarted => Turn >= FirstTurn;

    public OrchestrationExecution? Execution { get; set; }

    /// <summary>Read together with the claim; used up by the first replay.</summary>
    public IReadOnlyList<TurnRecord>? History { get; set; }

    /// <summary>Calls whose results this worker itself will bring: while there are any, the lease is kept.</summary>
    public HashSet<int> LocalCalls { get; } = [];

    /// <summary>Puts something into the mailbox. What came before, from a page read twice, is not taken again.</summary>
    /// <param name="wake">True when the instance must be queued for a turn.</param>
    /// <returns>False when the instance is no longer held here.</returns>
    public bool Offer(Delivery delivery, out bool wake)
    {
        lock (gate)
        {
            wake = false;
            if (closed)
                return false;

            if (delivery.InboxId != 0 && (WasConsumed(delivery.InboxId) || !delivered.Add(delivery.InboxId)))
                return true;

            mailbox.Add(delivery);
            wake = !busy;
            busy = true;
            return true;
        }
    }

    public IReadOnlyList<Delivery> TakeMailbox()
    {
        lock (gate)
        {
            var taken = mailbox;
            mailbox = [];
            return taken;
        }
    }

    public bool HasMail
    {
        get
        {
            lock (gate)
                return mailbox.Count > 0;
        }
    }

    /// <summary>Puts back, before anything newer, what a turn could not consume or what its commit handed over.</summary>
    public void PutFirst(IEnumerable<Delivery> deliveries)
    {
        lock (gate)
        {
            var first = deliveries.ToList();
            foreach (var delivery in first)
                delivered.Add(delivery.InboxId);
            mailbox.InsertRange(0, first);
        }
    }

    /// <summary>Ends a turn. True: there is mail, and the instance stays queued.</summary>
    public bool Rest()
    {
        lock (gate)
        {
            restingSince = TimeProvider.System.GetTimestamp();
            return busy = mailbox.Count > 0;
        }
    }

    /// <summary>Ends a turn that could not begin: waits for more mail than this. True: it is there already, and the instance stays queued.</summary>
    public bool Pause(int known)
    {
        lock (gate)
            return busy = mailbox.Count > known;
    }

    public bool Knows(long inboxId)
    {
        lock (gate)
            return delivered.Contains(inboxId) || WasConsumed(inboxId);
    }

    /// <summary>Forgets what was consumed before the last time: by now no page that still shows it is on its way.</summary>
    public void ForgetConsumed()
    {
        lock (gate)
        {
            (consumedBefore, consumed) = (consumed, consumedBefore);
            consumed.Clear();
        }
    }

    bool WasConsumed(long inboxId) => consumed.Contains(inboxId) || consumedBefore.Contains(inboxId);

    /// <summary>Ends the holding of an instance that has rested for so long: nothing is under way, and nothing lies in its mailbox.</summary>
    public bool TryClose(TimeSpan rested)
    {
        lock (gate)
        {
            if (closed || busy || TimeProvider.System.GetElapsedTime(restingSince) < rested)
                return false;
            return closed = busy = true;
        }
    }

    /// <summary>No longer held. What still lay in the mailbox is given back.</summary>
    public IReadOnlyList<Delivery> Close()
    {
        lock (gate)
        {
            closed = true;
            busy = true;
            var left = mailbox;
            mailbox = [];
            return left;
        }
    }

    /// <summary>The turn is committed: the next one follows it.</summary>
    public void Advance(TurnCommit commit)
    {
        lock (gate)
            foreach (var id in commit.Consumed)
                if (delivered.Remove(id))
                    consumed.Add(id);

        Turn = commit.Turn;
        LastTicks = commit.AtTicks;
        Execution?.Recorded(commit.Events);
        if (commit.NextGeneration is not { } next)
            return;

        Identity = Identity with { Generation = Identity.Generation + 1, Version = next[0].Version };
        FirstTurn = commit.Turn + 1;
        Execution = null;
        LocalCalls.Clear();
    }
}
