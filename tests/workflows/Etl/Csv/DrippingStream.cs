namespace Asan.Tests.Etl.Csv;

/// <summary>Gives its bytes in pieces of any size, as a pipe or a packed file may.</summary>
sealed class DrippingStream(byte[] bytes, Random random) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 40))], cancellationToken);
}
