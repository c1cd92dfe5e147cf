namespace Asan.Tests.Etl.Cdm;

/// <summary>A source folder that one test fills by hand, file by file, with the headers that a load asks for.</summary>
sealed class SmallHospital : IDisposable
{
    static readonly Dictionary<string, string> Headers = new()
    {
        ["patients"] = "Id,BIRTHDATE,DEATHDATE,RACE,ETHNICITY,GENDER,CITY,STATE,COUNTY,ZIP",
        ["organizations"] = "Id,NAME,ADDRESS,CITY,STATE,ZIP",
        ["providers"] = "Id,ORGANIZATION,NAME,GENDER,SPECIALITY",
        ["encounters"] = "Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONCODE",
        ["conditions"] = "START,STOP,PATIENT,ENCOUNTER,SYSTEM,CODE",
        ["medications"] = "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE",
        ["immunizations"] = "DATE,PATIENT,ENCOUNTER,CODE,BASE_COST",
        ["allergies"] = "START,STOP,PATIENT,ENCOUNTER,CODE,SYSTEM,DESCRIPTION",
        ["observations"] = "DATE,PATIENT,ENCOUNTER,CATEGORY,CODE,VALUE,UNITS,TYPE",
        ["procedures"] = "START,STOP,PATIENT,ENCOUNTER,SYSTEM,CODE,BASE_COST,REASONCODE",
        ["devices"] = "START,STOP,PATIENT,ENCOUNTER,CODE,UDI",
        ["supplies"] = "DATE,PATIENT,ENCOUNTER,CODE,QUANTITY",
        ["payers"] = "Id,NAME",
        ["payer_transitions"] = "PATIENT,MEMBERID,START_DATE,END_DATE,PAYER,SECONDARY_PAYER",
    };

    readonly SourceFolder folder = new();

    public SmallHospital()
    {
        foreach (var (file, header) in Headers)
            folder.Write($"{file}.csv", header + "\n");
    }

    public string Path => folder.Path;

    public SmallHospital With(string file, params IEnumerable<string> rows)
    {
        folder.Append($"{file}.csv", string.Concat(rows.Select(row => row + "\n")));
        return this;
    }

    public void Dispose() => folder.Dispose();
}
