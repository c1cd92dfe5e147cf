namespace Asan.Workflows.Etl;

/// <summary>What a load is asked to do: which kind of source, where it lies in the <c>sources</c> container, and which vocabulary.</summary>
/// <param name="RunId">The run, which is also the orchestration's instance id.</param>
/// <param name="Source">The kind of source: <c>synthea</c>.</param>
/// <param name="Location">A folder inside the <c>sources</c> container.</param>
/// <param name="Vocabulary">A folder or .zip inside the <c>sources</c> container; null means the small built-in vocabulary.</param>
public sealed record LoadRequest(string RunId, string Source, string Location, string? Vocabulary);

/// <summary>One step of a load, handed to the activity that does it.</summary>
public sealed record StepRequest(int Number, LoadRequest Load);

/// <summary>What a step did, table by table, and what a person should know about it; null notices are none.</summary>
public sealed record StepReport(IReadOnlyList<TableCount> Tables, IReadOnlyList<string>? Notices = null);

/// <summary>Rows of one table or file: how many were read, written to it, and rejected with a reason.</summary>
public sealed record TableCount(string Table, long Read, long Written, long Rejected);

/// <summary>A load that was published.</summary>
public sealed record LoadResult(string RunId);

/// <summary>How far a load is, as its orchestration's custom status tells.</summary>
public sealed record LoadProgress(int Done, int Of, IReadOnlyList<string> Running);
