using System.Globalization;

namespace Asan.Runtime.Durable.History;

/// <summary>
/// What is stored in the place of a large value. A value that looks like a token, however small, is set apart as well: so whatever begins like a token
/// in the tables is one.
/// </summary>
static class PayloadToken
{
    const string Prefix = "payload:v1:";

    public static string Of(Guid id) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id:N}");

    public static bool IsLike(string? text) => text is not null && text.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool TryRead(string? stored, out Guid id)
    {
        id = default;
        return IsLike(stored) && Guid.TryParseExact(stored.AsSpan(Prefix.Length), "N", out id);
    }
}
