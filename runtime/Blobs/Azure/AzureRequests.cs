using System.Net;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>Sends requests to an account, and says what is wrong with an answer that nobody expected.</summary>
sealed class AzureRequests : IDisposable
{
    readonly AzureAccount account;
    readonly HttpMessageInvoker http;

    public AzureRequests(AzureAccount account, TimeProvider time)
    {
        this.account = account;
        var sockets = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
        };
        http = new(new RetryHandler(time, new SharedKeyHandler(account, time, sockets)));
    }

    public Uri AddressOf(string container, string? blob, string query = "")
    {
        var path = blob is null ? container : $"{container}/{string.Join('/', blob.Split('/').Select(Uri.EscapeDataString))}";
        return new($"{account.Endpoint}/{path}{(query.Length > 0 ? $"?{query}" : "")}");
    }

    /// <summary>Where the service itself may read this blob: with the signature, when that is what opens the account.</summary>
    public string SourceOf(string container, string blob) => AddressOf(container, blob, account.Signature ?? "").AbsoluteUri;

    /// <summary>Sends the request and gives the answer as soon as it begins; the statuses named are the caller's, others are failures.</summary>
    /// <exception cref="BlobFailedException">The service answered another status, or could not be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(string operation, HttpRequestMessage request, IReadOnlyCollection<HttpStatusCode> expected, CancellationToken ct)
    {
        try
        {
            var response = await http.SendAsync(request, ct);
            if (expected.Contains(response.StatusCode))
                return response;

            using (response)
                throw new BlobFailedException($"{operation} was answered with {(int)response.StatusCode} {CodeOf(response)}.");
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException)
        {
            throw new BlobFailedException($"{operation} failed: the storage account could not be reached, or did not answer in time.", e);
        }
    }

    /// <summary>The service's own word for what is wrong.</summary>
    public static string CodeOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : response.ReasonPhrase ?? "";

    public void Dispose() => http.Dispose();
}
