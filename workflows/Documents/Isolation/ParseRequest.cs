namespace Asan.Documents.Isolation;

/// <summary>What stands in front of a file on its way to a worker.</summary>
/// <param name="Length">Bytes of the file; as many must follow.</param>
sealed record ParseRequest(long Length, ParseLimits Limits, string? Password, bool WithFiles);
