using System.Globalization;
using System.Security.Cryptography;
using Asan.Workflows.Etl.Cdm;

namespace Asan.Tests.Etl.Cdm;

/// <summary>Every table's bytes, as COPY gives them in the order the rows lie in.</summary>
static class CdmDump
{
    public static async Task<IReadOnlyList<string>> OfAsync(EtlDatabase database)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var sums = new List<string>();
        foreach (var table in CdmTables.Clinical)
        {
            // The release date is the day of the load.
            var columns = table.Name == "cdm_source" ? "cdm_source_name, source_release_date, vocabulary_version" : "*";
            await using var rows = await connection.BeginRawBinaryCopyAsync(
                $"COPY (SELECT {columns} FROM ONLY cdm.{table.Name}) TO STDOUT (FORMAT binary)", ct);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(rows, ct));
            sums.Add(string.Create(CultureInfo.InvariantCulture, $"{table.Name} {hash}"));
        }

        return sums;
    }
}
