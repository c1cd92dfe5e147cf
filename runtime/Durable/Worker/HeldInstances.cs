using System.Collections.Concurrent;
using System.Threading.Channels;
using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Worker;

/// <summary>The instances this worker holds, and the queue of those whose turn it is.</summary>
sealed class HeldInstances(DurableEngineOptions options)
{
    readonly ConcurrentDictionary<long, HeldInstance> held = new();
    readonly Channel<HeldInstance> ready = Channel.CreateUnbounded<HeldInstance>();
    readonly Channel<HeldInstance> answered = Channel.CreateUnbounded<HeldInstance>(new() { AllowSynchronousContinuations = true });

    public ChannelReader<HeldInstance> Ready => ready.Reader;

    /// <summary>Those a result has come for: whoever brings it takes the turn on its own thread, since waking another costs more than most turns.</summary>
    public ChannelReader<HeldInstance> Answered => answered.Reader;

    public ICollection<long> Keys => held.Keys;

    public int Room => Math.Max(0, options.MaximumHeldInstances - held.Count);

    /// <summary>The poller found more than there was room for: whoever makes room wakes it.</summary>
    public volatile bool IsCrowded;

    public bool HasRoomAgain => IsCrowded && Room > options.MaximumHeldInstances / 2;

    /// <summary>Instances let go with mail still waiting: to be claimed again without waiting for a sweep.</summary>
    public ConcurrentQueue<long> ClaimAgain { get; } = new();

    /// <summary>Instances that this worker cannot run, and until when it does not look at them again: a timestamp of this process.</summary>
    readonly ConcurrentDictionary<long, long> setAside = new();

    public void SetAside(long key, TimeSpan time) =>
        setAside[key] = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);

    public bool IsSetAside(long key)
    {
        if (!setAside.TryGetValue(key, out var until))
            return false;
        if (TimeProvider.System.GetTimestamp() < until)
            return true;
        setAside.TryRemove(key, out _);
        return false;
    }

    public bool Holds(long key) => held.ContainsKey(key);

    /// <summary>True when this message was delivered already: the page it stands on is older than that.</summary>
    public bool WasDelivered(InboxPlace place) => held.TryGetValue(place.Instance, out var instance) && instance.Knows(place.Id);

    /// <summary>Holds a claimed instance with its first mail. A newer claim of the same instance replaces an older one.</summary>
    public void Add(HeldInstance instance, IEnumerable<Delivery> mail)
    {
        var key = instance.Identity.Key;
        var current = held.AddOrUpdate(key, instance, (_, existing) => existing.Epoch < instance.Epoch ? instance : existing);
        if (current != instance)
            return;

        foreach (var delivery in mail)
            if (instance.Offer(delivery, out var wake) && wake)
                Queue(instance);
    }

    /// <summary>Hands something to an instance, if it is held here.</summary>
    public bool TryOffer(long key, Delivery delivery)
    {
        if (!held.TryGetValue(key, out var instance) || !instance.Offer(delivery, out var wake))
            return false;

        if (wake)
            Queue(instance);
        return true;
    }

    /// <summary>Hands a result to an instance, if it is held here, and has its turn taken at once.</summary>
    public bool TryAnswer(long key, Delivery result)
    {
        if (!held.TryGetValue(key, out var instance) || !instance.Offer(result, out var wake))
            return false;

        if (wake)
            answered.Writer.TryWrite(instance);
        return true;
    }

    public void Queue(HeldInstance instance) => ready.Writer.TryWrite(instance);

    /// <summary>Lets go of what has rested for so long, unless something still runs for it here.</summary>
    public IReadOnlyList<HeldInstance> TakeResting(TimeSpan rested, IReadOnlySet<long> served)
    {
        var resting = held.Values.Where(instance => !served.Contains(instance.Identity.Key) && instance.TryClose(rested)).ToArray();
        foreach (var instance in resting)
            held.TryRemove(new KeyValuePair<long, HeldInstance>(instance.Identity.Key, instance));
        return resting;
    }

    public void ForgetConsumed()
    {
        foreach (var instance in held.Values)
            instance.ForgetConsumed();
    }

    /// <summary>Lets an instance go; what lay in its mailbox is given back.</summary>
    public IReadOnlyList<Delivery> Remove(HeldInstance instance)
    {
        held.TryRemove(new KeyValuePair<long, HeldInstance>(instance.Identity.Key, instance));
        return instance.Close();
    }
}
