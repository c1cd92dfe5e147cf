namespace Asan.Workflows.Etl.Sources;

/// <summary>What a file was when it was read.</summary>
sealed record FileSum(string File, string Sha256, long Bytes);
