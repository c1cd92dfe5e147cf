namespace Asan.Workflows.Etl.Copying;

/// <summary>A row that was left out: its line, the column at fault as the file names it (null when the whole row is), and why.</summary>
readonly record struct Reject(int Line, string? Column, string Reason);
