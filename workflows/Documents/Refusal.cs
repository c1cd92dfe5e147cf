namespace Asan.Documents;

/// <summary>Why a file was not read.</summary>
/// <param name="Code">Stable, for programs: one of <see cref="RefusalCodes"/>.</param>
/// <param name="Reason">One sentence for people. It holds no text of the file but names that were bounded.</param>
public sealed record Refusal(string Code, string Reason);
