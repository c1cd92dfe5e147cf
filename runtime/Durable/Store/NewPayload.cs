namespace Asan.Runtime.Durable.Store;

/// <summary>A large value that a turn writes.</summary>
/// <param name="Target">The instance it belongs to, if not to the turn's own: a child, an event's receiver, the parent that gets the answer.</param>
/// <param name="IsChilds">It belongs to a child that this very turn creates, or to nobody.</param>
sealed record NewPayload(Guid Id, string Text, string? Target = null, bool IsChilds = false)
{
    // Here and not when it is sent: packing takes its time, and a commit is many turns'.
    public byte[] Gzip { get; } = Payloads.Pack(Text);
}
