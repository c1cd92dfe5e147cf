namespace Asan.Runtime.Host.Problems;

/// <summary>What a caller did wrong, or what went wrong, in the form of RFC 9457. The code is a contract; texts may be improved.</summary>
sealed record Problem(int Status, string Code, string Title, string Detail)
{
    /// <summary>Where in the body or the address, one entry for each place.</summary>
    public IReadOnlyList<ProblemPlace> Errors { get; init; } = [];

    /// <summary>When it is worth another try.</summary>
    public int? RetryAfterSeconds { get; init; }

    public string Type => $"urn:asan:problem:{Code}";

    public static Problem UnknownRoute() =>
        new(404, "unknown-route", "No such resource", "No function answers at this address.");

    public static Problem MethodNotAllowed(string method, string allowed) =>
        new(405, "method-not-allowed", "Method not allowed", $"{method} is not answered at this address; {allowed} is.");

    public static Problem KeyRequired(bool shown) => shown
        ? new(401, "key-not-accepted", "A function key is required", "The key that was sent does not open this function.")
        : new(401, "key-required", "A function key is required", "Send a key in the x-functions-key header, or as the query parameter code.");

    public static Problem BodyTooLarge(long limit) =>
        new(413, "body-too-large", "Request body too large", $"At most {limit} bytes are accepted.");

    public static Problem NotJson(string? contentType) =>
        new(415, "not-json", "Unsupported media type",
            contentType is null ? "The body has no content type; send application/json." : "The body's content type is not JSON; send application/json.");

    public static Problem MalformedBody(string pointer, string detail) =>
        new(400, "malformed-body", "Malformed request body", detail) { Errors = [new(detail) { Pointer = pointer }] };

    public static Problem MalformedRouteValue(string parameter, string detail) =>
        new(400, "malformed-route-value", "Malformed address", detail) { Errors = [new(detail) { Parameter = parameter }] };

    public static Problem BlobNameRefused(string detail) => new(400, "blob-name-refused", "Not a blob's name", detail);

    public static Problem BadRequest(int status, string detail) => new(status, "bad-request", "Bad request", detail);

    public static Problem TooBusy() =>
        new(429, "too-busy", "Too many requests", "As many requests as this host takes are under way. Try again in a moment.") { RetryAfterSeconds = 1 };

    public static Problem TimedOut(TimeSpan timeout) =>
        new(504, "function-timeout", "The function took too long", $"It was given {timeout:c} and did not finish.");

    public static Problem Unexpected() =>
        new(500, "unexpected-error", "Unexpected error", "The request failed for a reason that is not its own. The log has the cause under this traceId.");
}
