namespace Asan.Synthesize.Tests;

public sealed class ProportionTests
{
    // Rows of OHDSI's dbt-synthea seed: 27 patients of Synthea 3.0.0, all 18 files.
    static readonly Dictionary<string, int> Model = new()
    {
        ["allergies"] = 40,
        ["careplans"] = 49,
        ["claims"] = 1_267,
        ["claims_transactions"] = 5_228,
        ["conditions"] = 438,
        ["devices"] = 3,
        ["encounters"] = 604,
        ["imaging_studies"] = 1,
        ["immunizations"] = 29,
        ["medications"] = 663,
        ["observations"] = 990,
        ["organizations"] = 63,
        ["patients"] = 27,
        ["payer_transitions"] = 1_051,
        ["payers"] = 10,
        ["procedures"] = 249,
        ["providers"] = 166,
        ["supplies"] = 72,
    };

    [Theory]
    [InlineData(100, 1)]
    [InlineData(300, 5)]
    [InlineData(1_000, 1)]
    [InlineData(1_000, 2)]
    [InlineData(1_000, 3)]
    public void Each_file_has_its_share_of_the_rows(int patients, ulong seed)
    {
        using var hospital = new SyntheticHospital(patients, seed);
        var total = (double)hospital.Rows.Values.Sum();
        var modelTotal = (double)Model.Values.Sum();

        Assert.Equal(Model.Keys.Order(), hospital.Rows.Keys.Order());
        foreach (var (file, rows) in hospital.Rows)
        {
            var share = rows / total / (Model[file] / modelTotal);
            Assert.True(share is > 0.5 and < 1.5, $"{file}: {share:F2} of the share it has in the model");
        }
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(100, 2)]
    [InlineData(1_000, 3)]
    [InlineData(1_000, 4)]
    public void A_patient_has_four_hundred_rows_or_more_on_average(int patients, ulong seed)
    {
        using var hospital = new SyntheticHospital(patients, seed);

        Assert.InRange(hospital.Rows.Values.Sum() / patients, 400, 500);
    }

    [Fact]
    public void The_counts_told_are_those_of_the_files()
    {
        using var hospital = new SyntheticHospital(25);

        foreach (var (file, rows) in hospital.Rows)
            Assert.Equal(rows, hospital[file].Count);
    }
}
