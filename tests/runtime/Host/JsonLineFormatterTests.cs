using System.Diagnostics;
using System.Text.Json;
using Asan.Runtime.Host.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Asan.Runtime.Host.Tests;

public sealed class JsonLineFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_whatever_is_in_it()
    {
        var text = Write("line one\nline two\r\u0007\u2028", new InvalidOperationException("first\nsecond"));

        Assert.Equal(text.Length - Environment.NewLine.Length, text.IndexOfAny(['\n', '\r']));
        Assert.DoesNotContain('\u0007', text);
        var line = JsonDocument.Parse(text).RootElement;
        Assert.Contains("line one\nline two", line.GetProperty("message").GetString());
        Assert.Contains("first\nsecond", line.GetProperty("error.stack").GetString());
        Assert.Equal("System.InvalidOperationException", line.GetProperty("error.type").GetString());
    }

    [Fact]
    public void An_entry_names_its_time_level_category_event_fields_and_trace()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        var line = JsonDocument.Parse(Write("Kim", null)).RootElement;

        Assert.Equal("2024-02-29T01:02:03Z", line.GetProperty("timestamp").GetString());
        Assert.Equal("Warning", line.GetProperty("level").GetString());
        Assert.Equal("the.category", line.GetProperty("category").GetString());
        Assert.Equal(7, line.GetProperty("eventId").GetInt32());
        Assert.Equal("Seen", line.GetProperty("eventName").GetString());
        Assert.Equal("Kim was seen 3 times", line.GetProperty("message").GetString());
        Assert.Equal(3, line.GetProperty("fields").GetProperty("Count").GetInt32());
        Assert.Equal("{Name} was seen {Count} times", line.GetProperty("fields").GetProperty("template").GetString());
        Assert.Equal(activity.TraceId.ToHexString(), line.GetProperty("traceId").GetString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void A_number_that_JSON_cannot_hold_does_not_stop_the_log(double value)
    {
        using var writer = new StringWriter();
        var state = new KeyValuePair<string, object?>[] { new("Value", value) };

        new JsonLineFormatter(new Noon()).Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "c", default, state, null, (_, _) => "m"), null, writer);

        Assert.True(JsonDocument.Parse(writer.ToString()).RootElement.GetProperty("fields").TryGetProperty("Value", out _));
    }

    static string Write(string name, Exception? exception)
    {
        using var writer = new StringWriter();
        var formatter = new JsonLineFormatter(new Noon());
        var state = new KeyValuePair<string, object?>[] { new("Name", name), new("Count", 3), new("{OriginalFormat}", "{Name} was seen {Count} times") };
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Warning, "the.category", new EventId(7, "Seen"), state, exception, (values, _) => $"{values[0].Value} was seen {values[1].Value} times"),
            null, writer);
        return writer.ToString();
    }

    sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 1, 2, 3, TimeSpan.Zero);
    }
}
