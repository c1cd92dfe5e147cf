using System.Text;

namespace Asan.Documents.Exports;

/// <summary>Hands on what a writing has put into its text, section by section.</summary>
/// <param name="text">Where <paramref name="write"/> and <paramref name="end"/> put it.</param>
sealed class SectionWriter(TextWriter target, StringBuilder text, Action<Section> write, Action end) : ISectionWriter
{
    public Task WriteAsync(Section section, CancellationToken cancellationToken)
    {
        write(section);
        return HandOnAsync(cancellationToken);
    }

    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        end();
        return HandOnAsync(cancellationToken);
    }

    async Task HandOnAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in text.GetChunks())
            await target.WriteAsync(chunk, cancellationToken);
        text.Clear();
    }
}
