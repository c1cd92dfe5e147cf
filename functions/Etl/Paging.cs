using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Etl;

/// <summary>Which part of a list is asked for: so many at most, behind the place that a cursor names. Callers hand cursors back unread.</summary>
sealed record Paging(int Size, long? Behind)
{
    const int Usual = 50;
    const int Most = 200;
    const string Version = "1.";

    /// <summary>Reads <c>maxpagesize</c> and <c>cursor</c>. A size above the bound is the bound: a server may always give fewer.</summary>
    public static bool TryRead(HttpRequest request, out Paging paging, out IResult? problem)
    {
        paging = new(Usual, null);
        problem = null;

        if (request.Query["maxpagesize"] is { Count: > 0 } size)
        {
            if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted == 0)
                problem = Malformed("maxpagesize", $"maxpagesize is a number from 1 to {Most}.");
            else
                paging = paging with { Size = Math.Min(wanted, Most) };
        }

        if (request.Query["cursor"] is { Count: > 0 } cursor)
        {
            if (Place(cursor.ToString()) is { } place)
                paging = paging with { Behind = place };
            else
                problem = Malformed("cursor", "This cursor is not one of ours: follow the nextLink of a page.");
        }

        return problem is null;
    }

    public static string Cursor(long place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}{place}")));

    static long? Place(string cursor)
    {
        Span<byte> bytes = stackalloc byte[32];
        if (cursor.Length > 40 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length))
            return null;

        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text.StartsWith(Version, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(Version.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
    }

    static IResult Malformed(string parameter, string detail) =>
        Problems.Of(StatusCodes.Status400BadRequest, "invalid-request", "Invalid request", detail, [new { parameter, detail }]);
}
