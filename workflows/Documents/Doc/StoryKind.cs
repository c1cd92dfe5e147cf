namespace Asan.Documents.Doc;

/// <summary>The texts of a document, which lie behind each other in this order.</summary>
enum StoryKind
{
    Main,
    Footnotes,
    Headers,
    Macros,
    Annotations,
    Endnotes,
    TextBoxes,
    HeaderTextBoxes,
}
