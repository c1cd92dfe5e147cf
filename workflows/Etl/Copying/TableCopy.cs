using System.Text;
using System.Text.Unicode;
using Asan.Workflows.Etl.Csv;
using Npgsql;

namespace Asan.Workflows.Etl.Copying;

/// <summary>Copies the records of one file into its table. A record that cannot be a row is a reject, and the others go on.</summary>
sealed class TableCopy(SourceTable table, Header header, CsvReader csv, RejectLog rejects, bool withLine)
{
    readonly FieldKind[] kinds = [.. table.Columns.Select(column => column.Kind)];
    readonly bool[] needed = [.. table.Columns.Select(column => column.Need == Need.Value)];
    readonly int[] lengths = [.. table.Columns.Select(column => column.Length > 0 ? column.Length : int.MaxValue)];

    /// <summary>Copies all records to the rows of a COPY.</summary>
    /// <returns>How many records were read, and how many became rows.</returns>
    public async Task<(long Read, long Written)> CopyAsync(NpgsqlConnection connection, string into, bool freeze, CancellationToken ct)
    {
        var (read, written) = (0L, 0L);
        await using var rows = await CopyRows.BeginAsync(
            connection
            , $"COPY {into} ({(withLine ? "line, " : "")}{table.ColumnList}) FROM STDIN (FORMAT binary{(freeze ? ", FREEZE" : "")})"
            , kinds.Length + (withLine ? 1 : 0)
            , ct);

        while (await csv.ReadAsync(ct))
        {
            read++;
            if (Row(rows) is { } reject)
                rejects.Add(reject);
            else
                written++;
            await rows.FlushIfFullAsync(ct);
        }

        await rows.CompleteAsync(ct);
        return (read, written);
    }

    Reject? Row(CopyRows rows)
    {
        if (csv.Fault is { } fault)
            return new(csv.Line, null, fault);
        if (!Utf8.IsValid(csv.Record))
            return new(csv.Line, Where(static field => !Utf8.IsValid(field)), "not UTF-8");
        if (csv.Record.Contains((byte)0))
            return new(csv.Line, Where(static field => field.Contains((byte)0)), "holds a NUL character");

        rows.BeginRow();
        if (withLine)
            rows.Integer(csv.Line);

        for (var i = 0; i < kinds.Length; i++)
        {
            var place = header.Places[i];
            var text = place < 0 ? [] : csv[place];
            var reason = needed[i] && text.IsEmpty ? "no value, and a row needs one"
                : text.Length > lengths[i] && !Field.IsNothing(kinds[i], text) && Encoding.UTF8.GetCharCount(text) > lengths[i] ? $"longer than {lengths[i]} characters"
                : Field.Write(rows, kinds[i], text);
            if (reason is null)
                continue;

            rows.DropRow();
            return new(csv.Line, header.NameAt(place), reason);
        }

        return null;
    }

    string? Where(Func<ReadOnlySpan<byte>, bool> isAtFault)
    {
        for (var place = 0; place < csv.Count; place++)
            if (isAtFault(csv[place]))
                return header.NameAt(place);

        return null;
    }
}
