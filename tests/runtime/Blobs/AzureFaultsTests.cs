using System.Net;
using System.Security.Cryptography;
using Asan.Tests;
using Microsoft.AspNetCore.Http;

namespace Asan.Runtime.Blobs.Tests;

/// <summary>The account behind a network that loses connections, and a service that is busy.</summary>
public sealed class AzureFaultsTests(Azurite azurite) : IAsyncLifetime
{
    FaultyWire wire = null!;
    IBlobContainer container = null!;
    int sent;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        wire = await FaultyWire.StartAsync(await azurite.EndpointAsync());
        container = BlobConnection.Open(Azurite.ConnectionString(wire.Endpoint)).Container($"c{Guid.NewGuid():N}");
    }

    public ValueTask DisposeAsync() => wire?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_broke()
    {
        var content = RandomNumberGenerator.GetBytes(3 << 20);
        await container.PutAsync("doc", new MemoryStream(content), BlobCondition.None, Ct);
        wire.Faults = request => request.Method == "GET" && ++sent <= 4 ? new FaultyWire.Fault.Cut(500_000) : null;

        await using var stream = (await container.OpenAsync("doc", null, Ct))!;
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Ct);

        Assert.Equal(content, read.ToArray());
        Assert.Equal(5, sent);
    }

    [Fact]
    public async Task A_download_that_breaks_off_never_goes_on_with_another_version()
    {
        var content = RandomNumberGenerator.GetBytes(2 << 20);
        await container.PutAsync("doc", new MemoryStream(content), BlobCondition.None, Ct);
        wire.Faults = request => request.Method == "GET" && ++sent == 1 ? new FaultyWire.Fault.Cut(500_000) : null;
        await using var stream = (await container.OpenAsync("doc", null, Ct))!;
        await container.PutAsync("doc", new MemoryStream(content), BlobCondition.None, Ct);

        await Assert.ThrowsAsync<BlobFailedException>(() => stream.CopyToAsync(Stream.Null, Ct));
    }

    [Fact]
    public async Task A_download_that_always_breaks_off_fails_and_does_not_try_for_ever()
    {
        await container.PutAsync("doc", new MemoryStream(new byte[1 << 20]), BlobCondition.None, Ct);
        wire.Faults = request => request.Method == "GET" ? new FaultyWire.Fault.Cut(1) : null;

        await Assert.ThrowsAsync<BlobFailedException>(async () =>
        {
            await using var stream = (await container.OpenAsync("doc", null, Ct))!;
            await stream.CopyToAsync(Stream.Null, Ct);
        });
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_busy_service_is_asked_again(HttpStatusCode status)
    {
        wire.Faults = _ => ++sent % 2 == 1 ? new FaultyWire.Fault.Answer(status) : null;

        var put = await container.PutAsync("doc", new MemoryStream(new byte[5 << 20]), BlobCondition.None, Ct);
        Assert.Equal(put, await container.FindAsync("doc", Ct));
        Assert.Single(await NamesAsync());
        Assert.True(await container.DeleteAsync("doc", null, Ct));
    }

    [Fact]
    public async Task A_request_that_is_refused_is_not_sent_again()
    {
        wire.Faults = _ => { sent++; return new FaultyWire.Fault.Answer(HttpStatusCode.Forbidden); };

        var failed = await Assert.ThrowsAsync<BlobFailedException>(() => container.FindAsync("doc", Ct));
        Assert.Contains("403", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("doc", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, sent);
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(9 << 20)]
    public async Task A_write_whose_answer_was_lost_is_known_as_ones_own(int size)
    {
        await container.PutAsync("other", Stream.Null, BlobCondition.None, Ct);
        wire.Faults = request => IsCommit(request) && ++sent == 1 ? new FaultyWire.Fault.Unheard(Forwarded: true) : null;

        var put = await container.PutAsync("doc", new MemoryStream(new byte[size]), BlobCondition.IfAbsent, Ct);

        Assert.Equal(2, sent);
        Assert.NotNull(put);
        Assert.Equal(put, await container.FindAsync("doc", Ct));
        Assert.Null(await container.PutAsync("doc", Stream.Null, BlobCondition.IfAbsent, Ct));
    }

    [Fact]
    public async Task A_write_that_comes_behind_anothers_after_a_lost_answer_is_not_its_own()
    {
        await container.PutAsync("doc", Stream.Null, BlobCondition.None, Ct);
        wire.Faults = request => IsCommit(request) && ++sent == 1 ? new FaultyWire.Fault.Unheard(Forwarded: false) : null;

        Assert.Null(await container.PutAsync("doc", new MemoryStream(new byte[5]), BlobCondition.IfAbsent, Ct));
        Assert.Equal(0, (await container.FindAsync("doc", Ct))!.Length);
    }

    [Fact]
    public async Task A_removal_whose_answer_was_lost_has_happened()
    {
        await container.PutAsync("doc", Stream.Null, BlobCondition.None, Ct);
        wire.Faults = request => request.Method == "DELETE" && ++sent == 1 ? new FaultyWire.Fault.Unheard(Forwarded: true) : null;

        Assert.True(await container.DeleteAsync("doc", null, Ct));
    }

    [Fact]
    public async Task A_listing_that_is_none_is_a_failure()
    {
        wire.Faults = request => request.Query.ContainsKey("comp") ? new FaultyWire.Fault.Answer(HttpStatusCode.OK) : null;

        await Assert.ThrowsAsync<BlobFailedException>(NamesAsync);
    }

    [Fact]
    public async Task A_blob_that_goes_between_listing_and_opening_is_not_there()
    {
        await container.PutAsync("doc", Stream.Null, BlobCondition.None, Ct);
        await foreach (var blob in container.ListAsync("", Ct))
        {
            await container.DeleteAsync(blob.Name, null, Ct);
            Assert.Null(await container.OpenAsync(blob.Name, blob.ETag, Ct));
        }
    }

    [Fact]
    public async Task A_wrong_key_opens_nothing_and_is_not_told()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var wrong = BlobConnection.Open($"AccountName={Azurite.Account};AccountKey={key};BlobEndpoint={wire.Endpoint}").Container("container");

        var failed = await Assert.ThrowsAsync<BlobFailedException>(() => wrong.FindAsync("doc", Ct));
        Assert.Contains("403", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_may_only_read_writes_nothing_and_is_not_told()
    {
        await container.PutAsync("doc", Stream.Null, BlobCondition.None, Ct);
        var signature = SignatureContractTests.Signature("rl");
        var reader = BlobConnection.Open($"BlobEndpoint={wire.Endpoint};SharedAccessSignature={signature}").Container(container.Name);

        Assert.NotNull(await reader.FindAsync("doc", Ct));
        var failed = await Assert.ThrowsAsync<BlobFailedException>(() => reader.PutAsync("doc2", Stream.Null, BlobCondition.None, Ct));
        Assert.DoesNotContain("sig=", failed.ToString(), StringComparison.Ordinal);
        Assert.Equal("", reader.AddressOf("doc").Query);
    }

    // The request with which a blob appears: not the container's, nor a block's.
    static bool IsCommit(HttpRequest request) => request.Method == "PUT" && (!request.Query.ContainsKey("comp") || request.Query["comp"] == "blocklist") && !request.Query.ContainsKey("restype");

    async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var blob in container.ListAsync("", Ct))
            names.Add(blob.Name);
        return names;
    }
}
