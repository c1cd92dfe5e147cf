using System.Runtime.CompilerServices;

namespace Asan.Documents.Isolation;

/// <summary>
/// A document that is being read: its head, then its sections, then its embedded files, then its tail, each once and in this order. It holds a worker and a
/// place of the pool until it is disposed; the worker goes back when all was read, and is ended when not. For one caller at a time.
/// </summary>
public sealed class Reading : IAsyncDisposable
{
    readonly Exchange? exchange;
    readonly Func<ValueTask>? giveBack;
    readonly DocumentHead? head;
    Section? first;
    DocumentTail? tail;
    Stage stage;

    enum Stage
    {
        Head,
        Sections,
        Files,
        Over,
    }

    internal Reading(Refusal refusal) => Refusal = refusal;

    internal Reading(Exchange exchange, DocumentHead head, Section? first, Func<ValueTask> giveBack) =>
        (this.exchange, this.head, this.first, this.giveBack) = (exchange, head, first, giveBack);

    /// <summary>Why there is nothing to read; null when there is.</summary>
    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">The file was refused.</exception>
    public DocumentHead Head => head ?? throw Refused();

    /// <summary>What is known at the end: after the sections where there are no files, else after the files.</summary>
    /// <exception cref="InvalidOperationException">Not all was read yet, or the file was refused.</exception>
    public DocumentTail Tail => tail ?? throw new InvalidOperationException("The tail comes after the sections and the files.");

    /// <summary>The body: a long section comes in pieces (<see cref="Section.Continues"/>), a long table as well (<see cref="Table.FirstRow"/>).</summary>
    /// <exception cref="ReadingBrokenException">The rest cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the worker was ended.</exception>
    public async IAsyncEnumerable<Section> SectionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(Stage.Sections);
        var (section, _) = (first, first = null);
        for (; section is not null; section = await exchange!.SectionAsync(cancellationToken))
            yield return section;
        if (Head.Files.Count == 0)
            tail = await exchange!.TailAsync(cancellationToken);
        stage = Stage.Files;
    }

    /// <summary>Pictures and other files, as <see cref="DocumentHead.Files"/> names them. One's bytes are in memory at a time, if the caller keeps none.</summary>
    /// <inheritdoc cref="SectionsAsync"/>
    public async IAsyncEnumerable<EmbeddedFile> FilesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(Stage.Over);
        foreach (var name in Head.Files)
            yield return new(name.Name, name.MediaType, await exchange!.FileAsync(cancellationToken));
        tail ??= await exchange!.TailAsync(cancellationToken);
    }

    void Enter(Stage next)
    {
        if (exchange is null)
            throw Refused();
        if (stage != next - 1)
            throw new InvalidOperationException("A document's sections, then its files, are read once each.");
        stage = next;
    }

    InvalidOperationException Refused() => new($"The file was refused: {Refusal?.Code}.");

    /// <summary>Gives the worker and the place back.</summary>
    public ValueTask DisposeAsync() => giveBack?.Invoke() ?? ValueTask.CompletedTask;
}
