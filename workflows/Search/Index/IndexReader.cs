using System.Data;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Workflows.Search.Index;

/// <summary>
/// Follows the index: what was read of a segment is kept for as long as there is one, and a search reads only what came since the last. Each search has a snapshot of
/// the database, and sees the index at exactly that revision.
/// </summary>
public sealed class IndexReader(NpgsqlDataSource db, SearchOptions options) : IDisposable
{
    // A view newer than the snapshot is made by a search that began later; a new snapshot has it. More than a few in a row would be a mistake of ours.
    const int MostTries = 100;

    readonly SemaphoreSlim gate = new(1, 1);
    // Of the current view; only who holds the gate looks at it.
    readonly HashSet<long> dead = [];
    IndexView current = IndexView.Empty;

    internal BlockCache Cache { get; } = new(options.CacheMegabytes << 20);

    /// <summary>Opens a snapshot and the index as it is there.</summary>
    internal async Task<IndexSnapshot> OpenAsync(CancellationToken ct)
    {
        for (var i = 0; i < MostTries; i++)
        {
            var connection = await db.OpenConnectionAsync(ct);
            try
            {
                var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
                var revision = await connection.ScalarAsync<long>("SELECT revision FROM docs.index_state", [], ct);
                if (await ViewAsync(connection, revision, ct) is { } view)
                    return new(connection, transaction, view, Cache);
                await connection.DisposeAsync();
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        throw new InvalidOperationException("The index changes faster than it can be looked at.");
    }

    public void Dispose() => gate.Dispose();

    /// <summary>Null when only a newer one is known.</summary>
    async Task<IndexView?> ViewAsync(NpgsqlConnection connection, long revision, CancellationToken ct)
    {
        var view = Volatile.Read(ref current);
        if (view.Revision >= revision)
            return view.Revision == revision ? view : null;

        await gate.WaitAsync(ct);
        try
        {
            view = current;
            if (view.Revision >= revision)
                return view.Revision == revision ? view : null;
            var next = await IndexLoad.NextAsync(connection, view, dead, revision, ct);
            Volatile.Write(ref current, next);
            if (view.Segments.Except(next.Segments).Where(segment => !segment.IsWhole).ToArray() is { Length: > 0 } gone)
                Cache.Drop(gone);
            return next;
        }
        finally
        {
            gate.Release();
        }
    }
}
