namespace Asan.Documents.Isolation;

/// <summary>What stands in front of an embedded file on its way from a worker.</summary>
sealed record FileHead(string Name, string MediaType, int Length);
