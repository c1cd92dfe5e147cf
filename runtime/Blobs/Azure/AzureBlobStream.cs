using System.Globalization;
using System.Net;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>
/// One version of a blob, read as it comes. A seek asks anew from there at the next read, and so does a connection that breaks or falls silent; what is
/// asked for is always the version that was opened.
/// </summary>
sealed class AzureBlobStream(AzureRequests requests, string container, Blob blob, HttpResponseMessage opened) : Stream
{
    const int MostBreaks = 5;

    // A connection that brings less than this before it breaks has brought nothing: a byte each would be asked for for ever.
    const int Progress = 1 << 16;

    static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    HttpResponseMessage? response = opened;
    Stream? body;
    long position;
    long brokeAt;
    int breaks;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => blob.Length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.Length == 0)
            return 0;

        while (true)
        {
            try
            {
                var read = await ReadOnceAsync(buffer, cancellationToken);
                if (read > 0)
                {
                    position += read;
                    if (position - brokeAt >= Progress)
                        breaks = 0;
                    return read;
                }

                throw new HttpIOException(HttpRequestError.ResponseEnded, "The blob ended before its length.");
            }
            catch (Exception e) when (e is IOException and not BlobFailedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                Disconnect();
                brokeAt = position;
                if (++breaks > MostBreaks)
                    throw new BlobFailedException("Get Blob broke off again and again.", e);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Readers that know no async (archives, some parsers) stand on their own thread.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => position, _ => Length };
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        if (to != position)
            Disconnect();
        return position = to;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Disconnect();
        base.Dispose(disposing);
    }

    async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Silence);
        response ??= await OpenAsync(ct);
        body ??= await response.Content.ReadAsStreamAsync(patience.Token);
        return await body.ReadAsync(buffer, patience.Token);
    }

    async Task<HttpResponseMessage> OpenAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, requests.AddressOf(container, blob.Name));
        AzureConditions.AddMatch(request, blob.ETag);
        request.Headers.TryAddWithoutValidation("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={position}-"));
        var answer = await requests.SendAsync("Get Blob", request, [HttpStatusCode.OK, HttpStatusCode.PartialContent, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound], ct);
        if (answer.StatusCode == HttpStatusCode.PartialContent || (answer.StatusCode == HttpStatusCode.OK && position == 0))
            return answer;

        using (answer)
            throw new BlobFailedException($"The blob was changed or removed while it was read ({(int)answer.StatusCode} {AzureRequests.CodeOf(answer)}).");
    }

    void Disconnect()
    {
        body?.Dispose();
        response?.Dispose();
        (body, response) = (null, null);
    }
}
