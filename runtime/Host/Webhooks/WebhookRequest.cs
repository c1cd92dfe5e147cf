using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Asan.Runtime.Durable;
using Asan.Runtime.Host.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Webhooks;

/// <summary>Reads the parts of a webhook's request; what cannot be read is refused by its name.</summary>
static class WebhookRequest
{
    static readonly string[] Instants = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd"];

    /// <summary>A part of the path, unescaped once. Routing's own values keep %2F, so an id that holds one would not be told from one that holds a slash.</summary>
    public static string Part(this HttpContext http, string name)
    {
        var value = (string)http.Request.RouteValues[name]!;
        if (!value.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            return value;

        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].Split('/');
        var decoded = http.Request.Path.Value!.Split('/');
        var at = Array.IndexOf(decoded, value);
        return raw.Length == decoded.Length && at > 0 ? Uri.UnescapeDataString(raw[at]) : value;
    }

    public static string? Text(this HttpContext http, string name) =>
        http.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public static bool Flag(this HttpContext http, string name, bool otherwise) => http.Text(name) switch
    {
        null => otherwise,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw WebhookProblems.Parameter(name, $"{name} is true or false."),
    };

    public static int? Number(this HttpContext http, string name, int atMost) => http.Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => Math.Min(number, atMost),
        _ => throw WebhookProblems.Parameter(name, $"{name} is a whole number from 1."),
    };

    public static DateTimeOffset? Instant(this HttpContext http, string name) => http.Text(name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) => instant,
        _ => throw WebhookProblems.Parameter(name, $"{name} is an instant such as 2026-03-01T12:00:00Z."),
    };

    /// <summary>A list with commas, the parameter repeated, or both; null when there is none.</summary>
    public static OrchestrationRuntimeStatus[]? Statuses(this HttpContext http)
    {
        var names = http.Request.Query["runtimeStatus"].SelectMany(list => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return names is [] ? null : [.. names.Select(name =>
            Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsAsciiDigit(name[0])
                ? status
                : throw WebhookProblems.Parameter("runtimeStatus", $"runtimeStatus is some of {string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>())}."))];
    }

    /// <summary>How long the caller waits for the end; null when the answer is to come at once.</summary>
    public static TimeSpan? Patience(this HttpContext http)
    {
        var (timeout, interval) = (http.Seconds("timeout"), http.Seconds("pollingInterval"));
        if (timeout is not null && interval > timeout)
            throw WebhookProblems.Parameter("pollingInterval", "pollingInterval is not longer than timeout.");
        return interval is null ? null : timeout;
    }

    /// <summary>The body as JSON; null when it is empty. At most as long as the engine takes a value.</summary>
    public static async Task<JsonDocument?> BodyAsync(this HttpContext http, DurableEngineOptions engine)
    {
        http.LimitBody(engine.MaximumPayload);
        if (http.Request.ContentLength == 0)
            return null;

        var body = await ReadAsync(http, engine.MaximumPayload);
        if (body.Length == 0)
            return null;

        // The parser looks at a text's bytes only when it is asked for.
        if (!Utf8.IsValid(body.Span))
            throw WebhookProblems.NotJson("The body is not UTF-8.");

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            // Without the parser's words: they quote the body.
            throw WebhookProblems.NotJson($"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }
    }

    // A body without a length is read first, since an empty one is no error.
    static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, int longest)
    {
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, longest));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    static TimeSpan? Seconds(this HttpContext http, string name) => http.Text(name) switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600 =>
            TimeSpan.FromSeconds(seconds),
        _ => throw WebhookProblems.Parameter(name, $"{name} is a number of seconds above 0, up to 3600."),
    };
}
