using System.Text.Json;
using Asan.Documents;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Publishing;

/// <summary>The warnings of a document as they are kept with it: some of them, cleaned and short, since a document decides what stands in them.</summary>
static class ShownWarnings
{
    /// <summary>More of them tell a person nothing new.</summary>
    public const int Most = 100;

    public static string ToJson(IEnumerable<ParseWarning> warnings) => JsonSerializer.Serialize(
        warnings.Take(Most).Select(warning => new ParseWarning(
            ShownText.Line(warning.Code), ShownText.Line(warning.Message), warning.Place is { } place ? ShownText.Line(place) : null)), JsonSerializerOptions.Web);

    public static IReadOnlyList<ParseWarning> OfJson(string json) => JsonSerializer.Deserialize<ParseWarning[]>(json, JsonSerializerOptions.Web) ?? [];
}
