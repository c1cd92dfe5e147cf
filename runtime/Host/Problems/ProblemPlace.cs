namespace Asan.Runtime.Host.Problems;

/// <summary>One place in the request that a problem is about: a JSON Pointer into the body, or a named parameter.</summary>
sealed record ProblemPlace(string Detail)
{
    /// <summary>RFC 6901; empty is the whole body.</summary>
    public string? Pointer { get; init; }

    public string? Parameter { get; init; }
}
