using System.Globalization;

namespace Asan.Synthesize.Tests;

public sealed class ReferenceTests(ReferenceTests.Sixty sixty) : IClassFixture<ReferenceTests.Sixty>
{
    public sealed class Sixty : IDisposable
    {
        internal SyntheticHospital Hospital { get; } = new(60, seed: 9);

        public void Dispose() => Hospital.Dispose();
    }

    readonly SyntheticHospital hospital = sixty.Hospital;

    [Theory]
    [InlineData("encounters", "PATIENT", "patients")]
    [InlineData("encounters", "ORGANIZATION", "organizations")]
    [InlineData("encounters", "PROVIDER", "providers")]
    [InlineData("encounters", "PAYER", "payers")]
    [InlineData("providers", "ORGANIZATION", "organizations")]
    [InlineData("conditions", "PATIENT", "patients")]
    [InlineData("conditions", "ENCOUNTER", "encounters")]
    [InlineData("medications", "PATIENT", "patients")]
    [InlineData("medications", "ENCOUNTER", "encounters")]
    [InlineData("medications", "PAYER", "payers")]
    [InlineData("observations", "PATIENT", "patients")]
    [InlineData("observations", "ENCOUNTER", "encounters")]
    [InlineData("procedures", "PATIENT", "patients")]
    [InlineData("procedures", "ENCOUNTER", "encounters")]
    [InlineData("immunizations", "PATIENT", "patients")]
    [InlineData("immunizations", "ENCOUNTER", "encounters")]
    [InlineData("allergies", "PATIENT", "patients")]
    [InlineData("allergies", "ENCOUNTER", "encounters")]
    [InlineData("devices", "PATIENT", "patients")]
    [InlineData("devices", "ENCOUNTER", "encounters")]
    [InlineData("supplies", "PATIENT", "patients")]
    [InlineData("supplies", "ENCOUNTER", "encounters")]
    [InlineData("careplans", "PATIENT", "patients")]
    [InlineData("careplans", "ENCOUNTER", "encounters")]
    [InlineData("imaging_studies", "PATIENT", "patients")]
    [InlineData("imaging_studies", "ENCOUNTER", "encounters")]
    [InlineData("payer_transitions", "PATIENT", "patients")]
    [InlineData("payer_transitions", "PAYER", "payers")]
    [InlineData("payer_transitions", "SECONDARY_PAYER", "payers")]
    [InlineData("claims", "PATIENTID", "patients")]
    [InlineData("claims", "APPOINTMENTID", "encounters")]
    [InlineData("claims", "PROVIDERID", "providers")]
    [InlineData("claims_transactions", "CLAIMID", "claims")]
    [InlineData("claims_transactions", "PATIENTID", "patients")]
    [InlineData("claims_transactions", "APPOINTMENTID", "encounters")]
    [InlineData("claims_transactions", "PLACEOFSERVICE", "organizations")]
    public void Every_reference_leads_somewhere(string file, string column, string target)
    {
        var known = hospital[target].Select(row => row["Id"]).ToHashSet();
        var named = hospital[file].Select(row => row[column]).Where(id => id != "").ToList();

        Assert.All(named, id => Assert.Contains(id, known));
        Assert.NotEmpty(hospital[file]);
    }

    [Theory]
    [InlineData("patients", "Id")]
    [InlineData("encounters", "Id")]
    [InlineData("organizations", "Id")]
    [InlineData("providers", "Id")]
    [InlineData("payers", "Id")]
    [InlineData("careplans", "Id")]
    [InlineData("claims", "Id")]
    [InlineData("claims_transactions", "ID")]
    public void Ids_are_unique(string file, string column)
    {
        var ids = hospital[file].Select(row => row[column]).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void An_event_belongs_to_the_patient_of_its_encounter()
    {
        var patientOf = hospital["encounters"].ToDictionary(row => row["Id"], row => row["PATIENT"]);

        foreach (var file in new[] { "conditions", "medications", "observations", "procedures", "immunizations", "allergies", "devices", "supplies" })
            Assert.All(hospital[file].Where(row => row["ENCOUNTER"] != ""), row => Assert.Equal(patientOf[row["ENCOUNTER"]], row["PATIENT"]));
    }

    [Fact]
    public void What_a_claim_charges_is_paid()
    {
        var byClaim = hospital["claims_transactions"].GroupBy(row => row["CLAIMID"]);

        Assert.All(byClaim, claim =>
            Assert.Equal(Sum(claim.Where(t => t["TYPE"] == "CHARGE"), "AMOUNT"), Sum(claim.Where(t => t["TYPE"] == "PAYMENT"), "PAYMENTS")));
    }

    static decimal Sum(IEnumerable<Dictionary<string, string>> rows, string column) =>
        rows.Sum(row => decimal.Parse(row[column], CultureInfo.InvariantCulture));
}
