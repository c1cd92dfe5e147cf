namespace Asan.Workflows.Etl.Vocabulary;

/// <summary>Which schema holds the vocabulary of this load: <c>vocab_next</c> when it is new, <c>vocab</c> when it is the one of the last load.</summary>
public sealed record VocabularyReport(string Schema, StepReport Step);
