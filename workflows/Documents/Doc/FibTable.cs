namespace Asan.Documents.Doc;

/// <summary>The tables that are read, by their place in the file information block ([MS-DOC] 2.5.6).</summary>
enum FibTable
{
    StyleSheet = 1,
    FootnoteReferences = 2,
    FootnoteTexts = 3,
    AnnotationReferences = 4,
    AnnotationTexts = 5,
    Sections = 6,
    Headers = 11,
    CharacterPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    AnnotationAuthors = 36,
    Shapes = 40,
    HeaderShapes = 41,
    EndnoteReferences = 46,
    EndnoteTexts = 47,
    Drawings = 50,
    TextBoxes = 56,
    HeaderTextBoxes = 58,
    Lists = 73,
    ListOverrides = 74,
}
