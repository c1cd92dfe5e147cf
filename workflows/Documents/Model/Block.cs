using System.Text.Json.Serialization;

namespace Asan.Documents;

/// <summary>Something that stands on its own in the flow of the text.</summary>
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Picture), "picture")]
[JsonDerivedType(typeof(TextBox), "textBox")]
[JsonDerivedType(typeof(Equation), "equation")]
public abstract class Block
{
    public Position Position { get; init; }
}
