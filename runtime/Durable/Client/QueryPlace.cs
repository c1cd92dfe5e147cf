using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Asan.Runtime.Durable.Store;

namespace Asan.Runtime.Durable.Client;

/// <summary>Where a query goes on: a place in the order of creation, as an opaque token.</summary>
static class QueryPlace
{
    public static string Write(StoredInstance last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.CreatedTicks}.{last.Key}")));

    /// <exception cref="ArgumentException">The token is not one of ours.</exception>
    public static (long CreatedTicks, long Id) Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return (0, 0);

        if (Base64Url.IsValid(token)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('.') is [var created, var id]
            && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            return (ticks, key);

        throw new ArgumentException("The continuation token is not one that this query gave.", nameof(token));
    }
}
