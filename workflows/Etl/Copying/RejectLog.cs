using System.Text;
using Npgsql;

namespace Asan.Workflows.Etl.Copying;

/// <summary>The rejects of one file. Only so many are kept, so that a file of nothing but bad rows costs no more; all are counted.</summary>
sealed class RejectLog(string runId, string file, int most = RejectLog.Most)
{
    public const int Most = 100_000;

    readonly List<Reject> kept = [];

    public long Count { get; private set; }

    public int Room => most - kept.Count;

    public IReadOnlyList<Reject> Kept => kept;

    public void Add(Reject reject)
    {
        Count++;
        if (kept.Count < most)
            kept.Add(reject);
    }

    /// <summary>Writes the kept ones to the run's rejects, inside the caller's transaction.</summary>
    public async Task SaveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (kept.Count == 0)
            return;

        await using var rows = await CopyRows.BeginAsync(
            connection, "COPY staging.reject (run_id, file, line, column_name, reason) FROM STDIN (FORMAT binary)", 5, ct);
        foreach (var reject in kept)
        {
            Write(rows, reject);
            await rows.FlushIfFullAsync(ct);
        }

        await rows.CompleteAsync(ct);
    }

    void Write(CopyRows rows, Reject reject)
    {
        rows.BeginRow();
        rows.Text(Encoding.UTF8.GetBytes(runId));
        rows.Text(Encoding.UTF8.GetBytes(file));
        rows.Integer(reject.Line);
        if (reject.Column is { } column)
            rows.Text(Encoding.UTF8.GetBytes(column));
        else
            rows.Null();
        rows.Text(Encoding.UTF8.GetBytes(reject.Reason));
    }
}
