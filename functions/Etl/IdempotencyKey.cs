using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Etl;

/// <summary>The <c>Idempotency-Key</c> header: with it a request may be sent again without being done again.</summary>
static class IdempotencyKey
{
    const string Header = "Idempotency-Key";
    const int Longest = 200;

    /// <summary>Reads the key, with the quotes that the header's draft gives it or without; null when none was sent.</summary>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        key = null;
        var sent = request.Headers[Header];
        if (sent.Count == 0)
            return true;
        if (sent.Count > 1)
            return false;

        key = sent[0] is ['"', .. var quoted, '"'] ? quoted : sent[0];
        return key is { Length: > 0 and <= Longest } && key.All(letter => letter is > ' ' and < '\x7f' and not '"');
    }

    public static IResult Malformed() => Problem(
        StatusCodes.Status400BadRequest, "malformed-idempotency-key", "Malformed Idempotency-Key", $"Send one key of 1 to {Longest} visible ASCII characters.");

    public static IResult Reused() => Problem(
        StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "Idempotency-Key reused"
        , "This key was sent before with another request. Send a new key with a new request.");

    static IResult Problem(int status, string code, string title, string detail) =>
        Problems.Of(status, code, title, detail, [new { parameter = Header, code, detail }]);
}
