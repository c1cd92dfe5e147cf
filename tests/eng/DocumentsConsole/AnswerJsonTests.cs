using System.Text.Json;
using Asan.DocumentsConsole.Search;

namespace Asan.DocumentsConsole.Tests;

public sealed class AnswerJsonTests
{
    [Fact]
    public void Letters_are_themselves_and_what_a_terminal_would_obey_is_escaped()
    {
        const string Text = "환자\u001b[2J\u202e\u200b\u009b";

        var json = AnswerJson.Of(JsonSerializer.SerializeToElement(new { text = Text, score = 0.10 }));

        Assert.Contains("환자", json, StringComparison.Ordinal);
        Assert.DoesNotContain(json, letter => letter is '\u001b' or '\u202e' or '\u200b' or '\u009b');
        Assert.Equal(Text, JsonSerializer.Deserialize<JsonElement>(json).GetProperty("text").GetString());
    }
}
