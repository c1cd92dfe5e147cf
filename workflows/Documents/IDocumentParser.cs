namespace Asan.Documents;

/// <summary>Reads one format. Stateless and safe to share; what one file costs is in the budget.</summary>
public interface IDocumentParser
{
    FileFormat Format { get; }

    /// <summary>Reads the file, whatever its bytes are: damage gives what came before it and a warning in the budget.</summary>
    /// <exception cref="RefusedException">Nothing can be read, or a limit is passed.</exception>
    /// <exception cref="OperationCanceledException">The budget's token was cancelled.</exception>
    Document Parse(ReadOnlyMemory<byte> file, ParseBudget budget);
}
