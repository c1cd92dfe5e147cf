using Asan.Documents.CompoundFiles;
using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class CompoundFileTests
{
    static ParseBudget Budget => new(ParseOptions.Default, TestContext.Current.CancellationToken);

    static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_stream_reads_back_as_it_was_written(int length)
    {
        var expected = Noise(length, length);
        var file = CompoundFile.Open(new CompoundFileMaker().Add("Other", Noise(5000, 1)).Add("A/B/Stream", expected).Add("A/Small", [1, 2, 3]).ToBytes(), Budget);

        Assert.True(file.TryRead("a/b/STREAM", out var stream));
        Assert.True(stream.IsWhole);
        Assert.Equal(expected, stream.Bytes.ToArray());
        Assert.True(file.IsWhole);
    }

    [Fact]
    public void A_table_that_goes_on_beyond_the_header_is_followed()
    {
        // More than 109 sectors of FAT: over 7 MB.
        var expected = Noise(9 << 20, 5);
        var file = CompoundFile.Open(new CompoundFileMaker().Add("First", Noise(5000, 1)).Add("Large", expected).ToBytes(), Budget);

        Assert.True(file.TryRead("Large", out var stream));
        Assert.Equal(expected, stream.Bytes.ToArray());
    }

    [Fact]
    public void A_chain_in_a_circle_ends()
    {
        var bytes = new CompoundFileMaker().Add("Stream", Noise(10_000, 2)).ToBytes();
        var fat = 512 + BitConverter.ToInt32(bytes, 76) * 512;
        // Sector 3 leads back to sector 1.
        BitConverter.TryWriteBytes(bytes.AsSpan(fat + 3 * 4), 1);

        Assert.True(CompoundFile.Open(bytes, Budget).TryRead("Stream", out var stream));
        Assert.Equal(10_000, stream.Bytes.Length);
    }

    [Fact]
    public void Siblings_in_a_circle_are_each_visited_once()
    {
        var bytes = new CompoundFileMaker().Add("A", Noise(5000, 3)).Add("B", Noise(5000, 4)).ToBytes();
        var directory = 512 + BitConverter.ToInt32(bytes, 48) * 512;
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 2 * 128 + 72), 1);

        Assert.Equal(["A", "B"], CompoundFile.Open(bytes, Budget).Entries.Select(entry => entry.Path).Order());
    }

    [Fact]
    public void A_stream_that_is_cut_gives_what_there_is()
    {
        var expected = Noise(20_000, 6);
        var bytes = new CompoundFileMaker().Add("Stream", expected).ToBytes();
        // The directory and the table stand at the end; here they are put first by keeping them and losing the stream's last sectors.
        var fat = 512 + BitConverter.ToInt32(bytes, 76) * 512;
        BitConverter.TryWriteBytes(bytes.AsSpan(fat + 9 * 4), 0xFFFFFFF0);

        Assert.True(CompoundFile.Open(bytes, Budget).TryRead("Stream", out var stream));
        Assert.False(stream.IsWhole);
        Assert.Equal(expected[..(10 * 512)], stream.Bytes.ToArray());
    }

    [Fact]
    public void A_directory_that_the_header_does_not_lead_to_is_found()
    {
        var expected = Noise(5000, 7);
        var bytes = new CompoundFileMaker().Add("Stream", expected).ToBytes();
        BitConverter.TryWriteBytes(bytes.AsSpan(48), 3);

        var file = CompoundFile.Open(bytes, Budget);

        Assert.False(file.IsWhole);
        Assert.True(file.TryRead("Stream", out var stream));
        Assert.Equal(expected, stream.Bytes.ToArray());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(511)]
    [InlineData(512)]
    public void A_file_without_a_directory_is_refused(int length)
    {
        var bytes = new CompoundFileMaker().Add("Stream", Noise(5000, 8)).ToBytes()[..length];

        var refused = Assert.Throws<RefusedException>(() => CompoundFile.Open(bytes, Budget));
        Assert.Equal(RefusalCodes.Damaged, refused.Refusal.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_bytes_behind_the_signature_come_to_an_end(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new CompoundFileMaker().Add("A/Stream", Noise(3000, i)).Add("Large", Noise(9000, i)).ToBytes();
            for (var change = 0; change < 20; change++)
                bytes[random.Next(8, bytes.Length)] = (byte)random.Next(256);

            try
            {
                foreach (var entry in CompoundFile.Open(bytes, Budget) is var file ? file.Entries : [])
                    Assert.True(file.Read(entry).Bytes.Length <= bytes.Length);
            }
            catch (RefusedException)
            {
                // Named, which is all that is asked.
            }
        }
    }
}
