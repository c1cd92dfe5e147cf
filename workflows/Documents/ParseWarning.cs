namespace Asan.Documents;

/// <summary>Something a person should know about a document that was read all the same.</summary>
/// <param name="Code">Stable, for programs: one of <see cref="WarningCodes"/>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Place">The stream or entry it happened in; null when it is the file as a whole.</param>
public sealed record ParseWarning(string Code, string Message, string? Place = null);
