using System.Net;
using System.Runtime.CompilerServices;
using System.Xml;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>A container of a storage account.</summary>
sealed class AzureContainer(string name, AzureRequests requests) : IBlobContainer
{
    const int PageSize = 1_000;

    static readonly TimeSpan CopyPause = TimeSpan.FromMilliseconds(500);

    volatile bool created;

    public string Name => name;

    public bool WritesAreAtomic => true;

    public async IAsyncEnumerable<Blob> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        string? mark = null;
        do
        {
            var page = await PageAsync(prefix, mark, ct);
            foreach (var blob in page.Blobs)
                yield return blob;
            mark = page.Next;
        }
        while (mark is not null);
    }

    public async Task<Blob?> FindAsync(string name, CancellationToken ct)
    {
        BlobNames.Require(name);
        using var request = new HttpRequestMessage(HttpMethod.Head, requests.AddressOf(Name, name));
        using var response = await requests.SendAsync("Get Blob Properties", request, [HttpStatusCode.OK, HttpStatusCode.NotFound], ct);
        return response.StatusCode == HttpStatusCode.OK ? AzureProperties.Of(name, response, response.Content.Headers.ContentLength ?? 0) : null;
    }

    public async Task<Stream?> OpenAsync(string name, string? etag, CancellationToken ct)
    {
        BlobNames.Require(name);
        using var request = new HttpRequestMessage(HttpMethod.Get, requests.AddressOf(Name, name));
        AzureConditions.AddMatch(request, etag);
        var response = await requests.SendAsync("Get Blob", request, [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.PreconditionFailed], ct);
        if (response.StatusCode == HttpStatusCode.OK)
            return new AzureBlobStream(requests, Name, AzureProperties.Of(name, response, response.Content.Headers.ContentLength ?? 0), response);

        response.Dispose();
        return null;
    }

    public async Task<Blob?> PutAsync(string name, Stream content, BlobCondition condition, CancellationToken ct)
    {
        BlobNames.Require(name);
        await CreateAsync(ct);
        return await new AzureUpload(requests, Name, name, condition).PutAsync(content, ct);
    }

    public async Task<bool> DeleteAsync(string name, string? etag, CancellationToken ct)
    {
        BlobNames.Require(name);
        using var request = new HttpRequestMessage(HttpMethod.Delete, requests.AddressOf(Name, name));
        AzureConditions.AddMatch(request, etag);
        using var response = await requests.SendAsync("Delete Blob", request, [HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.PreconditionFailed], ct);

        // Gone at the second attempt: the first one was heard.
        return response.StatusCode == HttpStatusCode.Accepted
            || (response.StatusCode == HttpStatusCode.NotFound && request.Options.TryGetValue(RetryHandler.Attempts, out var attempts) && attempts > 1);
    }

    public async Task<Blob?> CopyAsync(string from, string to, BlobCondition condition, CancellationToken ct)
    {
        BlobNames.Require(from);
        BlobNames.Require(to);
        using var request = new HttpRequestMessage(HttpMethod.Put, requests.AddressOf(Name, to));
        request.Headers.Add("x-ms-copy-source", requests.SourceOf(Name, from));
        AzureConditions.Add(request, condition);
        using var response = await requests.SendAsync(
            "Copy Blob", request, [HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed], ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new FileNotFoundException("There is no blob of this name.");
        if (response.StatusCode == HttpStatusCode.Accepted)
            return await CopiedAsync(to, ct);

        return AzureConditions.DidNotHold(response)
            ? null
            : throw new BlobFailedException($"Copy Blob was answered with {(int)response.StatusCode} {AzureRequests.CodeOf(response)}.");
    }

    public async Task<Blob?> MoveAsync(string from, string to, BlobCondition condition, CancellationToken ct)
    {
        var copied = await CopyAsync(from, to, condition, ct);
        if (copied is not null)
            await DeleteAsync(from, null, ct);
        return copied;
    }

    public Task<string?> IdentifyAsync(Blob blob, CancellationToken ct) => Task.FromResult<string?>(blob.ETag);

    public Uri AddressOf(string name) => requests.AddressOf(Name, name);

    async Task<AzureListing> PageAsync(string prefix, string? mark, CancellationToken ct)
    {
        var query = $"restype=container&comp=list&maxresults={PageSize}&prefix={Uri.EscapeDataString(prefix)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, requests.AddressOf(Name, null, mark is null ? query : $"{query}&marker={Uri.EscapeDataString(mark)}"));
        using var response = await requests.SendAsync("List Blobs", request, [HttpStatusCode.OK, HttpStatusCode.NotFound], ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return new([], null);

        try
        {
            await using var xml = await response.Content.ReadAsStreamAsync(ct);
            return await AzureListing.ReadAsync(xml, ct);
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            throw new BlobFailedException("List Blobs was answered with something that is no listing.", e);
        }
    }

    async Task CreateAsync(CancellationToken ct)
    {
        if (created)
            return;

        using var request = new HttpRequestMessage(HttpMethod.Put, requests.AddressOf(Name, null, "restype=container"));
        // A signature that opens one container alone may not make any: then it is there, or the write says that it is not.
        using var response = await requests.SendAsync("Create Container", request, [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Forbidden], ct);
        created = true;
    }

    // A copy inside an account is usually done when it is answered.
    async Task<Blob> CopiedAsync(string name, CancellationToken ct)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, requests.AddressOf(Name, name));
            using var response = await requests.SendAsync("Get Blob Properties", request, [HttpStatusCode.OK], ct);
            var status = response.Headers.TryGetValues("x-ms-copy-status", out var values) ? values.First() : "success";
            if (status == "success")
                return AzureProperties.Of(name, response, response.Content.Headers.ContentLength ?? 0);
            if (status != "pending")
                throw new BlobFailedException($"Copy Blob ended as {status}.");
            await Task.Delay(CopyPause, ct);
        }
    }
}
