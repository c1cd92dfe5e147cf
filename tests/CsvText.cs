using System.Text;

namespace Asan.Tests;

/// <summary>Reads CSV as RFC 4180 has it, slowly and strictly: a stray quote or a row of another width fails the test that reads it.</summary>
static class CsvText
{
    public static List<Dictionary<string, string>> Read(string path) => Parse(File.ReadAllText(path), path);

    public static List<Dictionary<string, string>> Parse(string text, string name)
    {
        Assert.True(text.EndsWith('\n'), $"{name} does not end with a line end");
        var rows = new List<Dictionary<string, string>>();
        string[]? header = null;
        for (var at = 0; at < text.Length;)
        {
            var row = Row(text, ref at, name);
            if (header is null)
            {
                header = [.. row];
                continue;
            }

            Assert.True(row.Count == header.Length, $"{name}, row {rows.Count + 2}: {row.Count} fields where the header has {header.Length}");
            rows.Add(header.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));
        }
        return rows;
    }

    static List<string> Row(string text, ref int at, string name)
    {
        var row = new List<string>();
        while (true)
        {
            row.Add(Field(text, ref at, name));
            if (text[at++] == '\n')
                return row;
        }
    }

    static string Field(string text, ref int at, string name)
    {
        var start = at;
        if (text[at] != '"')
        {
            at = text.AsSpan(at).IndexOfAny(',', '\n') + at;
            Assert.False(text.AsSpan(start, at - start).Contains('"'), $"{name}: a stray quote");
            return text[start..at];
        }

        var field = new StringBuilder();
        for (at++; text[at] != '"' || text[at + 1] == '"'; at++)
            field.Append(text[at] == '"' ? text[at++] : text[at]);
        at++;
        Assert.True(text[at] is ',' or '\n', $"{name}: text after a closing quote");
        return field.ToString();
    }
}
