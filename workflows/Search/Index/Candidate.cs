namespace Asan.Workflows.Search.Index;

/// <summary>A chunk of a segment of the view with its score.</summary>
readonly record struct Candidate(float Score, int Segment, int Chunk);
