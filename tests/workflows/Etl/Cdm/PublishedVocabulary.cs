using System.IO.Compression;

namespace Asan.Tests.Etl.Cdm;

/// <summary>
/// The vocabulary that OHDSI's published output of set A was made with, composed from what is in ../shared: the joint vocabulary with its
/// 'Maps to' rows limited to the pairs of the published map.
/// </summary>
static class PublishedVocabulary
{
    public static string Compose(string folder)
    {
        var shared = SharedData.Require("data/omop/vocab");
        var pairs = GzipCsv.Read(SharedData.Require("data/omop/a_tutorial109/cdm_expected/source_to_standard_vocab_map.csv.gz"))
            .Select(row => (row["source_concept_id"], row["target_concept_id"])).ToHashSet();

        foreach (var name in new[] { "concept", "concept_ancestor", "concept_class", "domain", "relationship", "vocabulary" })
            File.Copy(Path.Combine(shared, $"{name}.csv.gz"), Path.Combine(folder, $"{name}.csv.gz"));

        using var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(folder, "concept_relationship.csv.gz")), CompressionLevel.Fastest));
        writer.WriteLine("concept_id_1,concept_id_2,relationship_id,valid_start_date,valid_end_date,invalid_reason");
        foreach (var row in GzipCsv.Read(Path.Combine(shared, "concept_relationship.csv.gz")))
            if (row["relationship_id"] != "Maps to" || pairs.Contains((row["concept_id_1"], row["concept_id_2"])))
                writer.WriteLine(string.Join(',', row.Values));
        return folder;
    }
}
