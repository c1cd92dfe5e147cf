using System.Text.Json;
using Asan.Documents;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Publishing;

/// <summary>The warnings of a document as they are kept with it: some of them, cleaned and short, since a document decides what stands in them.</summary>
static class ShownWarnings
{
    /// <summary>More of them tell a person nothing new.</summary>
    public const int Most = 100;

    const int Longest = 500;

    public static string ToJson(IEnumerable<ParseWarning> warnings) => JsonSerializer.Serialize(
        warnings.Take(Most).Select(warning => new ParseWarning(
            Short(warning.Code), Short(warning.Message), warning.Place is { } place ? Short(place) : null)), JsonSerializerOptions.Web);

    public static IReadOnlyList<ParseWarning> OfJson(string json) => JsonSerializer.Deserialize<ParseWarning[]>(json, JsonSerializerOptions.Web) ?? [];

    static string Short(string text)
    {
        var clean = ShownText.Clean(text);
        return clean.Length <= Longest ? clean : clean[..(char.IsHighSurrogate(clean[Longest - 1]) ? Longest - 1 : Longest)];
    }
}
