using System.Globalization;
using System.Net;
using System.Text;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>
/// Writes a blob: a small one in one request, a larger one block by block and then the list of its blocks, which is when it appears. No more than one
/// block is held at a time, and each can be sent again.
/// </summary>
sealed class AzureUpload(AzureRequests requests, string container, string name, BlobCondition condition)
{
    const int FirstBlock = 4 << 20;
    const int MostBlocks = 50_000;

    // Says whose write it was, for one whose answer was lost.
    const string Mark = "x-ms-meta-write";

    readonly string write = Guid.NewGuid().ToString("N");

    public async Task<Blob?> PutAsync(Stream content, CancellationToken ct)
    {
        var block = new byte[FirstBlock];
        var read = await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct);
        if (read < block.Length)
            return await CommitAsync("Put Blob", "", new ReadOnlyMemoryContent(block.AsMemory(0, read)), read, ct);

        var ids = new List<string>();
        var length = 0L;
        while (read > 0)
        {
            await StageAsync(ids, block.AsMemory(0, read), ct);
            length += read;
            if (ids.Count == MostBlocks)
                throw new BlobRefusedException($"A blob has at most {MostBlocks} blocks: {length} bytes are too many.");
            // Blocks grow with the blob, so that five terabytes fit into their number and a small one costs little memory.
            if (ids.Count % 1_000 == 0 && block.Length < 100 << 20)
                block = new byte[block.Length * 2];
            read = await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct);
        }

        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        foreach (var id in ids)
            list.Append("<Latest>").Append(id).Append("</Latest>");
        return await CommitAsync("Put Block List", "comp=blocklist", new ByteArrayContent(Encoding.UTF8.GetBytes(list.Append("</BlockList>").ToString())), length, ct);
    }

    async Task StageAsync(List<string> ids, ReadOnlyMemory<byte> block, CancellationToken ct)
    {
        // Of this write alone: another one of the same blob at the same time stages blocks of its own.
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{write}{ids.Count:d6}")));
        using var request = new HttpRequestMessage(HttpMethod.Put, requests.AddressOf(container, name, $"comp=block&blockid={Uri.EscapeDataString(id)}"))
        {
            Content = new ReadOnlyMemoryContent(block),
        };
        using var response = await requests.SendAsync("Put Block", request, [HttpStatusCode.Created], ct);
        ids.Add(id);
    }

    async Task<Blob?> CommitAsync(string operation, string query, HttpContent content, long length, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, requests.AddressOf(container, name, query)) { Content = content };
        if (query.Length == 0)
            request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Headers.Add(Mark, write);
        AzureConditions.Add(request, condition);

        using var response = await requests.SendAsync(operation, request, [HttpStatusCode.Created, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict], ct);
        if (response.StatusCode == HttpStatusCode.Created)
            return AzureProperties.Of(name, response, length);
        if (!AzureConditions.DidNotHold(response))
            throw new BlobFailedException($"{operation} was answered with {(int)response.StatusCode} {AzureRequests.CodeOf(response)}.");

        return request.Options.TryGetValue(RetryHandler.Attempts, out var attempts) && attempts > 1 ? await OwnAsync(ct) : null;
    }

    // An earlier attempt may have been heard though its answer was not: then what stands in the way is this very write.
    async Task<Blob?> OwnAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, requests.AddressOf(container, name));
        using var response = await requests.SendAsync("Get Blob Properties", request, [HttpStatusCode.OK, HttpStatusCode.NotFound], ct);
        return response.IsSuccessStatusCode && response.Headers.TryGetValues(Mark, out var marks) && marks.Contains(write)
            ? AzureProperties.Of(name, response, response.Content.Headers.ContentLength ?? 0)
            : null;
    }
}
