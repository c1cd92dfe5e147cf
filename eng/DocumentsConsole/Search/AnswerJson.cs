using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Asan.DocumentsConsole.Search;

/// <summary>An answer for programs. Letters are themselves; what a terminal would obey or hide is escaped, as JSON allows.</summary>
static class AnswerJson
{
    static readonly JsonSerializerOptions Shown = new() { WriteIndented = true, Encoder = Encoder() };

    public static string Of(JsonElement answer) => JsonSerializer.Serialize(answer, Shown);

    static JavaScriptEncoder Encoder()
    {
        var letters = new TextEncoderSettings(UnicodeRanges.All);
        letters.ForbidCharacters([.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(letter => char.GetUnicodeCategory(letter) == UnicodeCategory.Format)]);
        return JavaScriptEncoder.Create(letters);
    }
}
