using System.IO.Compression;
using System.Text;

namespace Asan.Tests.Etl.Cdm;

/// <summary>Reads a small gzip'd CSV of ../shared, by column name. Empty is null.</summary>
static class GzipCsv
{
    public static IReadOnlyList<Dictionary<string, string?>> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var lines = Records(reader.ReadToEnd()).Where(line => line is not [""]).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second.Length == 0 ? null : cell.Second))];
    }

    static IEnumerable<List<string>> Records(string text)
    {
        var record = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"': cell.Append('"'); i++; break;
                case '"': quoted = !quoted; break;
                case ',' when !quoted: record.Add(cell.ToString()); cell.Clear(); break;
                case '\r' when !quoted: break;
                case '\n' when !quoted:
                    record.Add(cell.ToString());
                    cell.Clear();
                    yield return record;
                    record = [];
                    break;
                case var other: cell.Append(other); break;
            }

        record.Add(cell.ToString());
        yield return record;
    }
}
