using Asan.Documents.Assembly;

namespace Asan.Documents.Hwp;

/// <param name="Name">Null for normal text, which nobody needs to be told of.</param>
/// <param name="HeadingLevel">By its name; 0 when it is no heading.</param>
readonly record struct HwpStyle(string? Name, int HeadingLevel)
{
    public static HwpStyle Named(string name, string englishName)
    {
        var level = HeadingNames.Level(name);
        return new(name is "바탕글" or "본문" or "Normal" or "Body" or "" ? null : name, level > 0 ? level : HeadingNames.Level(englishName));
    }
}
