using System.IO.Compression;
using System.Text;
using Asan.Runtime.Durable.History;
using Npgsql;

namespace Asan.Runtime.Durable.Store;

/// <summary>Reads the values that stand apart. Nothing asks the database where no token was met.</summary>
static class Payloads
{
    /// <summary>The part of a statement that stores one for the instance of <c>owner(instance)</c>: its parameters are the id and the packed value.</summary>
    public static string Insert(string owner, int firstParameter) => $"""
        , apart AS (
            INSERT INTO durable.payloads (instance, id, gzip)
            SELECT {owner}.instance, ${firstParameter}, ${firstParameter + 1} FROM {owner}
        )
        """;

    /// <summary>Those of these values that are there and can be read.</summary>
    public static async Task<IReadOnlyDictionary<(long Instance, Guid Id), string>> ReadAsync(
        NpgsqlDataSource db, IReadOnlyCollection<(long Instance, Guid Id)> wanted, CancellationToken ct)
    {
        await using var command = db.CreateCommand("""
            SELECT p.instance, p.id, p.gzip
            FROM unnest($1::bigint[], $2::uuid[]) AS w(instance, id)
            JOIN durable.payloads p ON p.instance = w.instance AND p.id = w.id
            """);
        command.With(wanted.Select(w => w.Instance).ToArray()).With(wanted.Select(w => w.Id).ToArray());

        var texts = new Dictionary<(long, Guid), string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if (Unpack(reader.GetFieldValue<byte[]>(2)) is { } text)
                texts[(reader.GetInt64(0), reader.GetGuid(1))] = text;
        return texts;
    }

    /// <summary>These messages with their values.</summary>
    public static async Task<IReadOnlyList<InboxMessage>> FillAsync(NpgsqlDataSource db, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        var wanted = messages.Where(m => m.Event.LacksData).Select(m => (m.Instance, m.Event.PayloadId!.Value)).ToArray();
        if (wanted.Length == 0)
            return messages;

        var texts = await ReadAsync(db, wanted, ct);
        return [.. messages.Select(m => m with { Event = Filled(m.Instance, m.Event, texts) })];
    }

    /// <summary>These turns with the values that a replay reads: what the code itself passed on, it brings along again.</summary>
    public static async Task<ILookup<long, TurnRecord>> FillAsync(NpgsqlDataSource db, IReadOnlyList<(long Instance, TurnRecord Turn)> turns, CancellationToken ct)
    {
        var wanted = turns.SelectMany(t => t.Turn.Events.Where(e => e.LacksData && IsRead(e)), (t, e) => (t.Instance, e.PayloadId!.Value)).ToArray();
        if (wanted.Length == 0)
            return turns.ToLookup(t => t.Instance, t => t.Turn);

        var texts = await ReadAsync(db, wanted, ct);
        return turns.ToLookup(t => t.Instance, t => t.Turn with
        {
            Events = [.. t.Turn.Events.Select(e => IsRead(e) ? Filled(t.Instance, e, texts) : e)],
        });
    }

    static bool IsRead(HistoryEvent happened) => !happened.IsAction && happened.Kind != EventKind.ExecutionCompleted;

    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    // A value that is spoilt is as good as gone: whoever reads it is told that it is not there, and ends.
    static string? Unpack(byte[] gzip)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static HistoryEvent Filled(long instance, HistoryEvent happened, IReadOnlyDictionary<(long, Guid), string> texts)
    {
        if (!happened.LacksData)
            return happened;
        return texts.TryGetValue((instance, happened.PayloadId!.Value), out var text)
            ? happened with { Data = text }
            : new() { Kind = EventKind.Unreadable, Data = $"the value of {happened.Kind} #{happened.TaskId} is not there, or spoilt" };
    }
}
