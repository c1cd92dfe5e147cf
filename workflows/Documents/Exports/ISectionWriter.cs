namespace Asan.Documents.Exports;

/// <summary>Writes a document whose sections come one after the other, whole or in pieces. It keeps none of them, but for notes that are to stand at the end.</summary>
public interface ISectionWriter
{
    /// <summary>Writes what this section adds. Call for each section, in the document's order.</summary>
    Task WriteAsync(Section section, CancellationToken cancellationToken);

    /// <summary>Writes what stands at the end. Call once, after the last section.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}
