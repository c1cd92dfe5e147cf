namespace Asan.Documents;

/// <summary>What makes text that nobody typed.</summary>
public enum GeneratedKind
{
    /// <summary>An automatic number: of a table, picture, equation, page or note.</summary>
    Number,

    /// <summary>Characters printed over each other, such as a number in a circle.</summary>
    Overlap,

    /// <summary>Text above or below a word: <c>word(text)</c>.</summary>
    Annotation,

    /// <summary>Words drawn as a shape.</summary>
    Drawn,
}
