using System.Text;
using Asan.Workflows.Etl.Csv;

namespace Asan.Tests.Etl.Csv;

public sealed class CsvReaderTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Seeds))]
    public async Task What_is_written_is_read_whatever_the_quotes_line_ends_and_buffer_splits(int seed)
    {
        var random = new Random(seed);
        var columns = random.Next(1, 12);
        var rows = Enumerable.Range(0, random.Next(1, 300)).Select(_ => Enumerable.Range(0, columns).Select(_ => AnyField(random)).ToArray()).ToArray();
        var lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
        var text = string.Join(lineEnd, rows.Select(row => string.Join(',', row.Select(field => Written(field, random))))) + (random.Next(2) == 0 ? lineEnd : "");

        var read = await ReadAsync(text, CsvDialect.Comma, new DrippingStream(Encoding.UTF8.GetBytes(text), random), bufferSize: 16);

        Assert.Equal(rows, read.Select(record => record.Fields));
        Assert.All(read, record => Assert.Null(record.Fault));
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Any_bytes_end_and_every_line_is_a_record_a_fault_or_part_of_one(int seed)
    {
        var random = new Random(seed);
        var alphabet = ",\"\n\r a"u8.ToArray();
        var bytes = Enumerable.Range(0, random.Next(1, 4000)).Select(_ => alphabet[random.Next(alphabet.Length)]).ToArray();

        var read = await ReadAsync("", CsvDialect.Comma, new DrippingStream(bytes, random), expected: 3);

        Assert.Equal(read.Select(record => record.Line).Distinct().Order(), read.Select(record => record.Line));
        Assert.All(read, record => Assert.True(record.Fault is not null || record.Fields.Length == 3));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_its_own_line_and_no_other()
    {
        var read = await ReadAsync("a,b\n\"1,2\n3,4\n5,6\n", CsvDialect.Comma, expected: 2);

        Assert.Equal([(1, null), (2, "a quote that is never closed"), (3, null), (4, null)], read.Select(record => (record.Line, record.Fault)));
        Assert.Equal(["5", "6"], read[^1].Fields);
    }

    [Fact]
    public async Task A_stray_quote_that_meets_a_later_one_does_not_swallow_the_lines_between()
    {
        var read = await ReadAsync("\"1,2\n3,4\n5,\"6\"\n", CsvDialect.Comma, expected: 2);

        Assert.Equal([1, 2, 3], read.Select(record => record.Line));
        Assert.Equal([false, true, true], read.Select(record => record.Fault is null));
    }

    [Fact]
    public async Task Lines_inside_quotes_are_counted()
    {
        var read = await ReadAsync("a\n\"1\n2\"\nb\n", CsvDialect.Comma);

        Assert.Equal([1, 2, 4], read.Select(record => record.Line));
    }

    [Theory]
    [InlineData("1,2,3\n", "too many fields: 3 instead of 2")]
    [InlineData("1\n", "too few fields: 1 instead of 2")]
    [InlineData("\"1\"x,2\n", "text behind a closing quote")]
    [InlineData("\"1,2", "a quote that is never closed")]
    public async Task A_record_that_is_not_well_formed_says_why(string text, string fault)
    {
        var read = await ReadAsync(text, CsvDialect.Comma, expected: 2);

        Assert.Equal(fault, Assert.Single(read).Fault);
    }

    [Fact]
    public async Task A_byte_order_mark_and_empty_lines_are_no_data()
    {
        var read = await ReadAsync("\uFEFFa,b\n\n\r\n1,2\n\n", CsvDialect.Comma);

        Assert.Equal([["a", "b"], ["1", "2"]], read.Select(record => record.Fields));
        Assert.Equal([1, 4], read.Select(record => record.Line));
    }

    [Fact]
    public async Task Tabs_in_the_first_line_mean_tabs_everywhere_and_quotes_are_letters()
    {
        var read = await ReadAsync("a\tb\n5\" nail\t\"x\n", null);

        Assert.Equal(["5\" nail", "\"x"], read[1].Fields);
    }

    [Fact]
    public async Task A_record_beyond_the_bound_is_a_fault_and_memory_stays_bounded()
    {
        var text = "a,b\n" + new string('x', 100_000) + ",2\n3,4\n";

        var read = await ReadAsync(text, CsvDialect.Comma, limits: new CsvLimits { Record = 1000 }, bufferSize: 16);

        Assert.Equal([null, "longer than 1000 bytes", null], read.Select(record => record.Fault));
        Assert.Equal(["3", "4"], read[2].Fields);
    }

    [Fact]
    public async Task Too_many_columns_are_a_fault()
    {
        var read = await ReadAsync(new string(',', 500) + "\n1,2\n", CsvDialect.Comma);

        Assert.Equal(["more than 200 fields", null], read.Select(record => record.Fault));
    }

    [Fact]
    public async Task A_file_of_stray_quotes_is_given_up_instead_of_costing_quadratic_time()
    {
        var text = string.Concat(Enumerable.Repeat("a\",x,\"\n", 100_000));

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(text, CsvDialect.Comma, limits: new CsvLimits { Reread = 1 << 20 }));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    static string AnyField(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.Next(12) switch { 0 => "\"", 1 => ",", 2 => "\n", 3 => "\r\n", 4 => "한", 5 => "é", _ => "x" }));

    // A lone empty field would be an empty line, which is no record: it is written with quotes.
    static string Written(string field, Random random) =>
        field.Length == 0 || field.AsSpan().ContainsAny("\",\r\n") || random.Next(4) == 0 ? $"\"{field.Replace("\"", "\"\"")}\"" : field;

    static Task<List<(int Line, string? Fault, string[] Fields)>> ReadAsync(
        string text, CsvDialect? dialect, Stream? stream = null, int expected = 0, CsvLimits? limits = null, int bufferSize = 1 << 18) =>
        ReadAsync(new CsvReader(stream ?? new MemoryStream(Encoding.UTF8.GetBytes(text)), dialect, limits ?? new CsvLimits(), bufferSize) { Expected = expected });

    static async Task<List<(int, string?, string[])>> ReadAsync(CsvReader csv)
    {
        var read = new List<(int, string?, string[])>();
        using (csv)
            while (await csv.ReadAsync(Ct))
                read.Add((csv.Line, csv.Fault, [.. Enumerable.Range(0, csv.Count).Select(i => Encoding.UTF8.GetString(csv[i]))]));
        return read;
    }
}
