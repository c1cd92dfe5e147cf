namespace Asan.Runtime.Durable.Store;

/// <summary>What the rows of a result of a <see cref="CommitBatch"/> are.</summary>
enum CommitRows
{
    /// <summary>An instance whose turn was written.</summary>
    Held,

    /// <summary>A message put into an inbox.</summary>
    Message,

    /// <summary>A child that was created, or the message that refuses it.</summary>
    ChildOrRefusal,
}
