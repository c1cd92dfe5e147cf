using Asan.Workflows.Etl.Cdm;
using Npgsql;

namespace Asan.Tests.Etl.Cdm;

public sealed class CdmSchemaTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_and_column_is_exactly_as_the_specification_names_it()
    {
        var tables = GzipCsv.Read(SharedData.Require("data/omop/cdm_spec/OMOP_CDMv5.4_Table_Level.csv.gz"));
        var fields = GzipCsv.Read(SharedData.Require("data/omop/cdm_spec/OMOP_CDMv5.4_Field_Level.csv.gz"));
        var schemas = tables.ToDictionary(table => table["cdmTableName"]!, table => Schema(table["schema"]!));
        var expected = fields
            .GroupBy(field => field["cdmTableName"]!)
            .SelectMany(table => table.Select((field, i) =>
                new Column(schemas[table.Key], table.Key, i + 1, field["cdmFieldName"]!.Trim('"'), Type(field["cdmDatatype"]!), field["isRequired"] == "Yes")));

        await using var db = await CreatedAsync();

        Assert.Equal(expected.Order(), (await ColumnsAsync(db)).Order());
    }

    [Fact]
    public async Task Primary_keys_are_those_of_the_specification()
    {
        var fields = GzipCsv.Read(SharedData.Require("data/omop/cdm_spec/OMOP_CDMv5.4_Field_Level.csv.gz"));
        var expected = fields.Where(field => field["isPrimaryKey"] == "Yes").Select(field => (field["cdmTableName"]!, field["cdmFieldName"]!));

        var keys = CdmTables.Clinical.Concat(CdmTables.Vocabulary).Where(table => table.Key is not null).Select(table => (table.Name, table.Key!));

        Assert.Equal(expected.Order(), keys.Order());
    }

    [Fact]
    public async Task Keys_and_indices_can_be_made_again_without_change()
    {
        await using var db = await CreatedAsync();
        await using var connection = await db.OpenConnectionAsync(Ct);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            foreach (var statement in CdmTables.Clinical.SelectMany(table => table.Statements("cdm_next")))
                await new NpgsqlCommand(statement, connection).ExecuteNonQueryAsync(Ct);
            await CdmSchema.KeyVocabularyAsync(connection, Ct);
        }

        var indices = await new NpgsqlCommand(
            "SELECT count(*) FROM pg_indexes WHERE schemaname IN ('cdm_next', 'vocab_next')", connection).ExecuteScalarAsync(Ct);
        Assert.Equal(CdmTables.Clinical.Concat(CdmTables.Vocabulary).Sum(table => table.Indices.Length + (table.Key is null ? 0 : 1)), (long)indices!);
    }

    async Task<NpgsqlDataSource> CreatedAsync()
    {
        var db = NpgsqlDataSource.Create(await postgres.CreateAsync());
        await using var connection = await db.OpenConnectionAsync(Ct);
        await CdmSchema.CreateClinicalAsync(connection, Ct);
        await CdmSchema.CreateVocabularyAsync(connection, Ct);
        return db;
    }

    static async Task<List<Column>> ColumnsAsync(NpgsqlDataSource db)
    {
        await using var command = db.CreateCommand("""
            SELECT table_schema, table_name, ordinal_position, column_name
                 , data_type || coalesce('(' || character_maximum_length || ')', ''), is_nullable = 'NO'
            FROM information_schema.columns
            WHERE table_schema IN ('cdm_next', 'vocab_next', 'results')
            """);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var columns = new List<Column>();
        while (await reader.ReadAsync(Ct))
            columns.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5)));
        return columns;
    }

    static string Schema(string specified) => specified switch { "CDM" => "cdm_next", "VOCAB" => "vocab_next", _ => "results" };

    static string Type(string specified) => specified.ToLowerInvariant() switch
    {
        "datetime" => "timestamp without time zone",
        "float" => "numeric",
        "varchar(max)" => "text",
        var type => type.Replace("varchar", "character varying", StringComparison.Ordinal),
    };

    sealed record Column(string Schema, string Table, int Ordinal, string Name, string Type, bool Required) : IComparable<Column>
    {
        public int CompareTo(Column? other) =>
            (Schema, Table, Ordinal, Name).CompareTo((other!.Schema, other.Table, other.Ordinal, other.Name));
    }
}
