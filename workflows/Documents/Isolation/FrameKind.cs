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

    // 4 was the document as a whole, in version 1.

    /// <summary>From the worker: a piece of an embedded file's bytes, in the order of the head's list; an empty one ends it.</summary>
    FileContent = 5,

    /// <summary>From the worker: the answer is whole.</summary>
    Done = 6,

    /// <summary>From the worker, in place of a document or of the rest of one: why there is none.</summary>
    Refused = 7,

    /// <summary>From the worker, in place of a document or of the rest of one: the parser broke. The worker ends after it.</summary>
    Failed = 8,

    /// <summary>From the worker: a piece of the document's head; an empty one ends it.</summary>
    Head = 9,

    /// <summary>From the worker: a piece of a section; an empty one ends it.</summary>
    Section = 10,

    /// <summary>From the worker: a piece of the document's tail; an empty one ends it.</summary>
    Tail = 11,
}
