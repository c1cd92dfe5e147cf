namespace Asan.Documents;

/// <summary>What a heading was recognised by, the surest first.</summary>
public enum HeadingEvidence
{
    /// <summary>The paragraph has an outline level.</summary>
    Outline,

    /// <summary>The name of its style says so.</summary>
    Style,

    /// <summary>A typed prefix (제1장, Ⅰ., 1.) and letters larger or bolder than the text's. A guess.</summary>
    Typed,
}
