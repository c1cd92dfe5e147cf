using System.Globalization;

namespace Asan.Synthesize.Tests;

/// <summary>What a load has to cope with is in the hospital, even in a small one.</summary>
public sealed class ContentTests(ContentTests.Hundred hundred) : IClassFixture<ContentTests.Hundred>
{
    public sealed class Hundred : IDisposable
    {
        internal SyntheticHospital Hospital { get; } = new(100, seed: 1);

        public void Dispose() => Hospital.Dispose();
    }

    readonly SyntheticHospital hospital = hundred.Hospital;

    [Fact]
    public void Every_class_of_encounter_occurs() =>
        Assert.Equal(
            ["ambulatory", "emergency", "home", "hospice", "inpatient", "outpatient", "snf", "urgentcare", "virtual", "wellness"],
            hospital["encounters"].Select(e => e["ENCOUNTERCLASS"]).Distinct().Order());

    [Fact]
    public void Stays_of_one_patient_overlap()
    {
        var stays = hospital["encounters"].Where(e => e["ENCOUNTERCLASS"] == "inpatient").GroupBy(e => e["PATIENT"]);

        Assert.Contains(stays, of => of.Any(one => of.Any(other =>
            one != other && Start(other) > Start(one) && Start(other) < Stop(one) && Stop(other) > Stop(one))));
    }

    [Fact]
    public void People_die_with_a_certificate_and_without_one()
    {
        var dead = hospital["patients"].Where(p => p["DEATHDATE"] != "").ToDictionary(p => p["Id"], p => p["DEATHDATE"]);
        var certificates = hospital["encounters"].Where(e => e["CODE"] == "308646001").ToList();

        Assert.NotEmpty(certificates);
        Assert.All(certificates, e => Assert.NotEqual("", e["REASONCODE"]));
        Assert.All(certificates, e => Assert.Equal(dead[e["PATIENT"]], e["START"][..10]));
        Assert.NotEmpty(dead.Keys.Except(certificates.Select(e => e["PATIENT"])));
    }

    [Fact]
    public void Nothing_happens_before_birth_or_after_death()
    {
        var lives = hospital["patients"].ToDictionary(p => p["Id"]);

        Assert.All(hospital["encounters"], e =>
        {
            var life = lives[e["PATIENT"]];
            Assert.True(string.CompareOrdinal(e["START"], life["BIRTHDATE"]) >= 0);
            Assert.True(Start(e) < Stop(e));
            if (life["DEATHDATE"] != "")
                Assert.True(string.CompareOrdinal(e["STOP"][..10], life["DEATHDATE"]) <= 0);
        });
    }

    [Fact]
    public void Nothing_begins_after_the_last_day()
    {
        Assert.All(hospital["encounters"], e => Assert.True(string.CompareOrdinal(e["STOP"][..10], "2025-12-31") <= 0));
        Assert.All(hospital["payer_transitions"], e => Assert.True(string.CompareOrdinal(e["END_YEAR"][..10], "2025-12-31") <= 0));
    }

    [Fact]
    public void Some_medicines_are_still_taken_and_some_overlap()
    {
        var medications = hospital["medications"];

        Assert.Contains(medications, m => m["STOP"] == "");
        Assert.Contains(medications.GroupBy(m => (m["PATIENT"], m["CODE"])), of => of.Any(one => of.Any(other =>
            one != other && string.CompareOrdinal(other["START"], one["START"]) > 0 && string.CompareOrdinal(other["START"], one["STOP"]) < 0)));
        Assert.All(medications.Where(m => m["STOP"] != ""), m => Assert.True(Start(m) < Stop(m)));
    }

    [Fact]
    public void Codes_and_zips_keep_their_leading_zeros()
    {
        Assert.Contains(hospital["immunizations"], i => i["CODE"] == "03");
        Assert.Contains(hospital["patients"], p => p["ZIP"].StartsWith('0'));
        Assert.Contains(hospital["patients"], p => p["ZIP"] == "");
    }

    [Fact]
    public void Some_fields_need_quotes_and_some_letters_more_than_one_byte()
    {
        Assert.Contains(hospital["patients"], p => p["BIRTHPLACE"].Contains(','));
        Assert.Contains(hospital["patients"], p => p["FIRST"].Any(letter => letter > 127));
    }

    [Fact]
    public void Observations_have_numbers_with_units_texts_answer_codes_and_some_no_encounter()
    {
        var observations = hospital["observations"];

        Assert.Contains(observations, o => o["TYPE"] == "numeric" && o["UNITS"] == "mg/dL");
        Assert.Contains(observations, o => o["TYPE"] == "text" && o["UNITS"] == "");
        Assert.Contains(observations, o => o["VALUE"] == "LA6577-6");
        Assert.Contains(observations, o => o["UNITS"] == "null");
        Assert.Contains(observations, o => o["ENCOUNTER"] == "" && o["CODE"] == "QALY");
        Assert.All(observations.Where(o => o["TYPE"] == "numeric"), o => decimal.Parse(o["VALUE"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_code_with_two_targets_and_codes_with_none_are_prescribed()
    {
        Assert.Contains(hospital["medications"], m => m["CODE"] == "235389");
        Assert.Contains(hospital["medications"], m => m["CODE"] == "HB-0117");
    }

    static DateTime Start(Dictionary<string, string> row) => DateTime.Parse(row["START"], CultureInfo.InvariantCulture);

    static DateTime Stop(Dictionary<string, string> row) => DateTime.Parse(row["STOP"], CultureInfo.InvariantCulture);
}
