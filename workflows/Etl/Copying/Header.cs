using System.Text;
using System.Text.Unicode;
using Asan.Workflows.Etl.Csv;

namespace Asan.Workflows.Etl.Copying;

/// <summary>Where a table's columns stand in one file: found by the header's names, never by position.</summary>
sealed class Header
{
    readonly string[] names;

    Header(string[] names, int[] places) => (this.names, Places) = (names, places);

    /// <summary>For each of the table's columns its place in a record; -1 when this file does not have it.</summary>
    public int[] Places { get; }

    public int Count => names.Length;

    /// <summary>What the file calls the field at this place.</summary>
    public string NameAt(int place) => names[place];

    /// <summary>Reads the header, which is the file's first record.</summary>
    /// <exception cref="LoadRefusedException">There is none, or it lacks a column that the load needs.</exception>
    public static async Task<Header> ReadAsync(CsvReader csv, SourceTable table, string file, CancellationToken ct)
    {
        if (!await csv.ReadAsync(ct))
            throw new LoadRefusedException($"{file} is empty: not even a header stands in it.");
        if (csv.Fault is { } fault)
            throw new LoadRefusedException($"{file} has no header that can be read: {fault}.");
        if (!Utf8.IsValid(csv.Record))
            throw new LoadRefusedException($"{file} has a header that is not UTF-8.");

        var names = new string[csv.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(csv[i]).Trim();

        csv.Expected = names.Length;
        return new(names, [.. table.Columns.Select(column => Find(names, column, file))]);
    }

    static int Find(string[] names, SourceColumn column, string file)
    {
        foreach (var header in column.Headers)
        {
            var place = Array.FindIndex(names, name => name.Equals(header, StringComparison.OrdinalIgnoreCase));
            if (place >= 0 && Array.FindLastIndex(names, name => name.Equals(header, StringComparison.OrdinalIgnoreCase)) != place)
                throw new LoadRefusedException($"{file} has the column {header} twice.");
            if (place >= 0)
                return place;
        }

        return column.Need == Need.None
            ? -1
            : throw new LoadRefusedException($"{file} lacks the column {string.Join(" or ", column.Headers).ToUpperInvariant()}, which a load needs.");
    }
}
