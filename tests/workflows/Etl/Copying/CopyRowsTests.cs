using System.Globalization;
using System.Text;
using Asan.Workflows.Etl.Copying;
using Asan.Workflows.Postgres;
using Npgsql;

namespace Asan.Tests.Etl.Copying;

public sealed class CopyRowsTests(Postgres postgres) : IAsyncLifetime
{
    NpgsqlDataSource db = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => db = NpgsqlDataSource.Create(await postgres.CreateAsync());

    public ValueTask DisposeAsync() => db.DisposeAsync();

    [Theory, MemberData(nameof(Seeds))]
    public async Task Numbers_arrive_digit_for_digit(int seed)
    {
        var random = new Random(seed);
        string[] numbers =
        [
            "0", "-0.00", "1", "+7", "10000", "9999.9999", "0.0001", "0.00001", "100000000", "16774.548999999995", "1.0E7", "12E-3", "-5e2", ".5", "5.",
            .. Enumerable.Range(0, 200).Select(_ => AnyNumber(random)),
        ];

        var same = await EqualAsync("numeric", FieldKind.Number, numbers);

        Assert.All(same, Assert.True);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Instants_arrive_as_the_database_reads_them(int seed)
    {
        var random = new Random(seed);
        string[] instants =
        [
            "2000-01-01", "1999-12-31T23:59:59.999999Z", "0001-01-01", "9999-12-31T23:59:59Z", "2024-02-29T00:00:00+09:00", "2024-02-29 12:34",
            .. Enumerable.Range(0, 200).Select(_ => AnyInstant(random)),
        ];

        var same = await EqualAsync("timestamp", FieldKind.Instant, instants, "timestamptz");

        Assert.All(same, Assert.True);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1,5")]
    [InlineData("1e")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("--1")]
    [InlineData(" 1")]
    public void Text_that_is_no_number_is_none(string text) => Assert.False(Numeric.TryParse(Encoding.UTF8.GetBytes(text), stackalloc byte[Numeric.Room], out _));

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2023-00-10")]
    [InlineData("0000-01-01")]
    [InlineData("2023-1-1")]
    [InlineData("2023/01/01")]
    [InlineData("20230101")]
    [InlineData("2023-01-01T")]
    [InlineData("2023-01-01T24:00:00Z")]
    [InlineData("2023-01-01T10:60:00Z")]
    [InlineData("2023-01-01T10:00:00X")]
    [InlineData("2023-01-01T10:00:00.Z")]
    [InlineData("2023-01-01T10:00:00+9")]
    [InlineData("yesterday")]
    public void Text_that_is_no_instant_is_none(string text) => Assert.False(UtcTime.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public async Task Nothing_is_imported_without_completing()
    {
        await using var connection = await db.OpenConnectionAsync(Ct);
        await connection.ExecuteAsync("CREATE TABLE held (value integer)", Ct);

        await using (var rows = await CopyRows.BeginAsync(connection, "COPY held (value) FROM STDIN (FORMAT binary)", 1, Ct))
        {
            rows.BeginRow();
            rows.Integer(1);
        }

        Assert.Equal(0, await connection.ScalarAsync<long>("SELECT count(*) FROM held", [], Ct));
    }

    [Fact]
    public async Task A_row_that_the_server_refuses_is_told_as_the_server_told_it()
    {
        await using var connection = await db.OpenConnectionAsync(Ct);
        await connection.ExecuteAsync("CREATE TABLE held (value integer CONSTRAINT small CHECK (value < 10))", Ct);

        var error = await Assert.ThrowsAsync<PostgresException>(() => FillAsync(connection, 200_000));

        Assert.Equal("small", error.ConstraintName);
        Assert.Equal(0, await connection.ScalarAsync<long>("SELECT count(*) FROM held", [], Ct));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_told_as_that()
    {
        await using var connection = await db.OpenConnectionAsync(Ct);
        await connection.ExecuteAsync("CREATE TABLE held (value integer)", Ct);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => FillAsync(connection, 2_000_000, async row =>
        {
            if (row == 100_000)
                await db.ExecuteAsync("SELECT pg_terminate_backend($1)", [Sql.Value(connection.ProcessID)], Ct);
        }));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 5)];

    static async Task FillAsync(NpgsqlConnection connection, int count, Func<int, Task>? each = null)
    {
        await using var rows = await CopyRows.BeginAsync(connection, "COPY held (value) FROM STDIN (FORMAT binary)", 1, Ct);
        for (var i = 0; i < count; i++)
        {
            rows.BeginRow();
            rows.Integer(i);
            await rows.FlushIfFullAsync(Ct);
            if (each is not null)
                await each(i);
        }

        await rows.CompleteAsync(Ct);
    }

    // The same text through our reading and through the server's own.
    async Task<IReadOnlyList<bool>> EqualAsync(string type, FieldKind kind, string[] texts, string? readAs = null)
    {
        await using var connection = await db.OpenConnectionAsync(Ct);
        await connection.ExecuteAsync($"SET timezone = 'UTC'; CREATE TEMP TABLE held (value {type}, written text)", Ct);
        await using (var rows = await CopyRows.BeginAsync(connection, "COPY held (value, written) FROM STDIN (FORMAT binary)", 2, Ct))
        {
            foreach (var text in texts)
            {
                rows.BeginRow();
                Assert.Null(Field.Write(rows, kind, Encoding.UTF8.GetBytes(text)));
                rows.Text(Encoding.UTF8.GetBytes(text));
                await rows.FlushIfFullAsync(Ct);
            }

            await rows.CompleteAsync(Ct);
        }

        await using var command = connection.Command($"SELECT value::text = written::{readAs ?? type}::{type}::text, written FROM held", []);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var same = new List<bool>();
        while (await reader.ReadAsync(Ct))
        {
            Assert.True(reader.GetBoolean(0), reader.GetString(1));
            same.Add(reader.GetBoolean(0));
        }

        Assert.Equal(texts.Length, same.Count);
        return same;
    }

    static string AnyNumber(Random random)
    {
        var whole = Digits(random, random.Next(0, 30));
        var fraction = random.Next(3) == 0 ? "" : Digits(random, random.Next(whole.Length == 0 ? 1 : 0, 30));
        var number = whole.Length + fraction.Length == 0 ? "0" : fraction.Length > 0 ? $"{whole}.{fraction}" : whole;
        return (random.Next(2) == 0 ? "-" : "") + number + (random.Next(4) == 0 ? $"E{random.Next(-30, 30)}" : "");
    }

    static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? "0" : random.Next(10).ToString(CultureInfo.InvariantCulture)));

    static string AnyInstant(Random random)
    {
        var day = new DateTime(1, 1, 2).AddSeconds(random.NextInt64(0, 315_000_000_000));
        return random.Next(4) switch
        {
            0 => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            1 => day.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            2 => day.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "." + Digits(random, random.Next(1, 7)) + "Z",
            _ => day.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + (random.Next(2) == 0 ? "+" : "-") + $"{random.Next(0, 14):00}:{random.Next(0, 60):00}",
        };
    }
}
