namespace Asan.Runtime.Durable.Store;

/// <summary>A place in the order in which messages become visible.</summary>
readonly record struct InboxPlace(DateTime VisibleAt, long Instance, long Id)
{
    public static InboxPlace Start { get; } = new(DateTime.MinValue, 0, 0);

    public static InboxPlace At(DateTime visibleAt) => new(visibleAt, 0, 0);
}
