namespace Asan.Documents.Isolation;

/// <summary>What a frame between the host and a worker holds. The numbers are the protocol: they are kept.</summary>
enum FrameKind : byte
{
    /// <summary>From the worker, once: the protocol's name and version.</summary>
    Hello = 1,

    /// <summary>To the worker: how to read the file that follows.</summary>
    Request = 2,

    /// <summary>To the worker: a piece of the file; an empty one ends it.</summary>
    Content = 3,

    /// <summary>From the worker: a piece of the document; an empty one ends it.</summary>
    Document = 4,

    /// <summary>From the worker: a piece of an embedded file's bytes, in the order of the document's list; an empty one ends it.</summary>
    FileContent = 5,

    /// <summary>From the worker: the answer is whole.</summary>
    Done = 6,

    /// <summary>From the worker, in place of a document: why there is none.</summary>
    Refused = 7,

    /// <summary>From the worker, in place of a document: the parser broke. The worker ends after it.</summary>
    Failed = 8,
}
