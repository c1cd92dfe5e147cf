namespace Asan.Documents.Isolation;

/// <summary>Why a worker ended.</summary>
public enum WorkerEndReason
{
    /// <summary>It had read its share of files, or had grown too large.</summary>
    Recycled,

    /// <summary>The pool was closed.</summary>
    Closed,

    /// <summary>It was killed: the file took too long.</summary>
    TimedOut,

    /// <summary>It was killed: the caller no longer wanted the answer.</summary>
    Cancelled,

    /// <summary>It was killed: the answer was larger than allowed.</summary>
    AnswerTooLarge,

    /// <summary>It ran out of memory.</summary>
    OutOfMemory,

    /// <summary>A parser broke, or the process died.</summary>
    Crashed,

    /// <summary>It did not keep to the protocol, or did not start.</summary>
    Misbehaved,
}
