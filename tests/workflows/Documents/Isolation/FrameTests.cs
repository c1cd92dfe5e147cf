using Asan.Documents.Isolation;

namespace Asan.Documents.Tests.Isolation;

public sealed class FrameTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static FrameReader Reader(params byte[] bytes) => new(new MemoryStream(bytes), long.MaxValue);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(300_000)]
    public async Task A_run_of_any_length_comes_back_as_it_was(int length)
    {
        var expected = new byte[length];
        new Random(length).NextBytes(expected);
        using var pipe = new MemoryStream();
        var writer = new FrameWriter(pipe);
        await writer.WriteRunAsync(FrameKind.Content, expected, Ct);
        await writer.WriteAsync(FrameKind.Done, default, Ct);
        pipe.Position = 0;

        var reader = new FrameReader(pipe, long.MaxValue);
        using var read = new MemoryStream();
        await new FrameInput(reader, FrameKind.Content).CopyToAsync(read, Ct);

        Assert.Equal(expected, read.ToArray());
        Assert.Equal(FrameKind.Done, (await reader.ReadAsync(Ct))!.Value.Kind);
        Assert.Null(await reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_length_beyond_the_longest_is_not_believed() =>
        await Assert.ThrowsAsync<ProtocolException>(async () => await Reader(4, 1, 0, 1, 0).ReadAsync(Ct));

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task A_kind_that_is_none_ends_the_reading(byte kind) =>
        await Assert.ThrowsAsync<ProtocolException>(async () => await Reader(kind, 0, 0, 0, 0).ReadAsync(Ct));

    [Fact]
    public async Task A_frame_that_is_cut_is_no_end()
    {
        await Assert.ThrowsAsync<ProtocolException>(async () => await Reader(4, 1, 0).ReadAsync(Ct));
        await Assert.ThrowsAsync<ProtocolException>(async () => await Reader(4, 2, 0, 0, 0, 9).ReadAsync(Ct));
    }

    [Fact]
    public async Task More_than_allowed_is_not_read_to_its_end()
    {
        var reader = new FrameReader(new MemoryStream([4, 3, 0, 0, 0, 1, 2, 3, 4, 3, 0, 0, 0, 1, 2, 3]), longest: 5);
        await reader.ReadAsync(Ct);

        await Assert.ThrowsAsync<ResultTooLargeException>(async () => await reader.ReadAsync(Ct));
    }
}
