namespace Asan.Documents;

/// <summary>A document, or why there is none. There is no third case: a reader never answers with an empty success.</summary>
public abstract record ParseResult
{
    public sealed record Parsed(Document Document) : ParseResult;

    public sealed record Refused(Refusal Refusal) : ParseResult;
}
