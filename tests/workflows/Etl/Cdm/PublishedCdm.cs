namespace Asan.Tests.Etl.Cdm;

/// <summary>
/// The CDM that OHDSI published for set A: rows with persons and providers by their source values, dates without time, and no difference between 0 and NULL.
/// </summary>
sealed class PublishedCdm
{
    const string Folder = "data/omop/a_tutorial109/cdm_expected";

    readonly Dictionary<string, string> persons = Keys("person", "person_id", "person_source_value");
    readonly Dictionary<string, string> providers = Keys("provider", "provider_id", "provider_source_value");

    public IReadOnlyList<string> Rows(string table, params string[] columns) =>
        [.. GzipCsv.Read(File(table)).Select(row => string.Join('|', columns.Select(column => Cell(column, row[column])))).Order(StringComparer.Ordinal)];

    /// <summary>The same of our own CDM.</summary>
    public static async Task<IReadOnlyList<string>> OursAsync(EtlDatabase database, string table, params string[] columns)
    {
        var cells = columns.Select(column => column switch
        {
            "person_id" => "(SELECT person_source_value FROM cdm.person WHERE person.person_id = held.person_id)",
            "provider_id" => "(SELECT provider_source_value FROM cdm.provider WHERE provider.provider_id = held.provider_id)",
            _ when column.EndsWith("_date", StringComparison.Ordinal) => $"to_char({column}, 'YYYYMMDD')",
            _ => $"nullif({column}::text, '0')",
        });
        var row = string.Join(", ", cells.Select(cell => $"coalesce({cell}, '')"));
        var rows = await database.RowsAsync($"SELECT concat_ws('|', {row}) FROM cdm.{table} AS held");
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>What is in the first and not in the second, as often as it is missing there.</summary>
    public static IReadOnlyList<string> Except(IReadOnlyList<string> rows, IReadOnlyList<string> others)
    {
        var left = others.CountBy(row => row).ToDictionary(StringComparer.Ordinal);
        return [.. rows.Where(row => !left.TryGetValue(row, out var count) || (left[row] = count - 1) < 0)];
    }

    string Cell(string column, string? value) => column switch
    {
        _ when value is null or "0" => "",
        "person_id" => persons[value],
        "provider_id" => providers[value],
        _ => value,
    };

    static Dictionary<string, string> Keys(string table, string key, string source) =>
        GzipCsv.Read(File(table)).ToDictionary(row => row[key]!, row => row[source]!);

    static string File(string table) => SharedData.Require($"{Folder}/{table}.csv.gz");
}
