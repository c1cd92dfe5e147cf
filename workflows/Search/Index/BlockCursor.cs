using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>Walks through the terms of a segment in their order; a few blocks are in memory at a time.</summary>
sealed class BlockCursor(NpgsqlDataSource db, Segment segment)
{
    const int BlocksAtOnce = 64;

    readonly Queue<byte[]> blocks = [];
    byte[]? block;
    int read, index;

    public ulong Term => new PostingBlock(block).Term(index);

    public PostingList List => new PostingBlock(block).List(index);

    /// <returns>False after the last term.</returns>
    public async ValueTask<bool> MoveNextAsync(CancellationToken ct)
    {
        if (block is not null && ++index < new PostingBlock(block).Terms)
            return true;
        if (blocks.Count == 0 && read < segment.Blocks.Length)
            await ReadAsync(ct);
        index = 0;
        return blocks.TryDequeue(out block);
    }

    async Task ReadAsync(CancellationToken ct)
    {
        if (segment.IsWhole)
        {
            foreach (var whole in segment.Blocks)
                blocks.Enqueue(whole!);
            read = segment.Blocks.Length;
            return;
        }

        await using var connection = await db.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            "SELECT body FROM docs.posting WHERE segment_id = $1 AND block >= $2 AND block < $3 ORDER BY block"
            , [Sql.Value(segment.Id), Sql.Value(read), Sql.Value(read + BlocksAtOnce)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            blocks.Enqueue(await reader.GetFieldValueAsync<byte[]>(0, ct));
        if (blocks.Count != Math.Min(BlocksAtOnce, segment.Blocks.Length - read))
            throw new InvalidOperationException($"Segment {segment.Id} lacks blocks from {read} on: nothing but a merge may take them away.");
        read += blocks.Count;
    }
}
