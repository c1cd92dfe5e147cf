using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>Opens the account with each request: signs it with the account's key, or adds the shared access signature to its address.</summary>
sealed class SharedKeyHandler(AzureAccount account, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // A version that the emulator and every region speak.
    const string Version = "2023-11-03";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // An attempt after another is signed anew: the time is part of it.
        request.Headers.Remove("x-ms-date");
        request.Headers.Remove("x-ms-version");
        request.Headers.Add("x-ms-date", time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        request.Headers.Add("x-ms-version", Version);

        if (account.Key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"{account.Name}:{Signature(request, account.Key)}");
        else if (!request.RequestUri!.Query.Contains(account.Signature!, StringComparison.Ordinal))
            request.RequestUri = new UriBuilder(request.RequestUri) { Query = $"{request.RequestUri.Query.TrimStart('?')}&{account.Signature}".TrimStart('&') }.Uri;
        return base.SendAsync(request, cancellationToken);
    }

    string Signature(HttpRequestMessage request, byte[] key)
    {
        var headers = request.Headers;
        var content = request.Content?.Headers;
        var length = content?.ContentLength is > 0 and var bytes ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        var text = new StringBuilder()
            .Append(request.Method.Method).Append('\n')
            .Append("\n\n") // Content-Encoding, Content-Language
            .Append(length).Append('\n')
            .Append('\n') // Content-MD5
            .Append(content?.ContentType?.ToString()).Append("\n\n\n") // Content-Type, Date, If-Modified-Since
            .Append(One(headers, "If-Match")).Append('\n')
            .Append(One(headers, "If-None-Match")).Append("\n\n") // and If-Unmodified-Since
            .Append(One(headers, "Range")).Append('\n');
        foreach (var (name, values) in headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (header.Key.ToLowerInvariant(), header.Value)).OrderBy(header => header.Item1, StringComparer.Ordinal))
            text.Append(name).Append(':').AppendJoin(',', values).Append('\n');
        text.Append(Resource(request.RequestUri!));
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToString())));
    }

    string Resource(Uri uri)
    {
        var text = new StringBuilder("/").Append(account.Name).Append(uri.AbsolutePath);
        foreach (var (name, value) in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).Select(pair => (Uri.UnescapeDataString(pair[0]).ToLowerInvariant(), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append(':').Append(value);
        return text.ToString();
    }

    static string One(HttpRequestHeaders headers, string name) => headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
