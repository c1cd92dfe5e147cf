namespace Asan.Synthesize.Output;

/// <summary>
/// The 18 files of a Synthea export (format 3.0.0). Nothing carries its final name before all are complete, so nobody takes half a hospital for
/// a whole one.
/// </summary>
sealed class SyntheaFolder : IDisposable
{
    const string Unfinished = ".partial";

    readonly string folder;
    readonly List<(string Name, CsvFile File)> files = [];

    public SyntheaFolder(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);

        Patients = Open("patients",
            "Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS,PASSPORT,PREFIX,FIRST,LAST,SUFFIX,MAIDEN,MARITAL,RACE,ETHNICITY,GENDER,BIRTHPLACE,ADDRESS,"
            + "CITY,STATE,COUNTY,ZIP,LAT,LON,HEALTHCARE_EXPENSES,HEALTHCARE_COVERAGE");
        Encounters = Open("encounters",
            "Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,"
            + "PAYER_COVERAGE,REASONCODE,REASONDESCRIPTION");
        Conditions = Open("conditions", "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION");
        Medications = Open("medications",
            "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION");
        Observations = Open("observations", "DATE,PATIENT,ENCOUNTER,CATEGORY,CODE,DESCRIPTION,VALUE,UNITS,TYPE");
        Procedures = Open("procedures", "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,REASONCODE,REASONDESCRIPTION");
        Immunizations = Open("immunizations", "DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,BASE_COST");
        Allergies = Open("allergies",
            "START,STOP,PATIENT,ENCOUNTER,CODE,SYSTEM,DESCRIPTION,TYPE,CATEGORY,REACTION1,DESCRIPTION1,SEVERITY1,REACTION2,DESCRIPTION2,"
            + "SEVERITY2");
        Devices = Open("devices", "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION,UDI");
        Supplies = Open("supplies", "DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,QUANTITY");
        CarePlans = Open("careplans", "Id,START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION,REASONCODE,REASONDESCRIPTION");
        ImagingStudies = Open("imaging_studies",
            "Id,DATE,PATIENT,ENCOUNTER,SERIES_UID,BODYSITE_CODE,BODYSITE_DESCRIPTION,MODALITY_CODE,MODALITY_DESCRIPTION,INSTANCE_UID,"
            + "SOP_CODE,SOP_DESCRIPTION,PROCEDURE_CODE");
        PayerTransitions = Open("payer_transitions", "PATIENT,MEMBERID,START_YEAR,END_YEAR,PAYER,SECONDARY_PAYER,OWNERSHIP,OWNERNAME");
        Claims = Open("claims",
            "Id,PATIENTID,PROVIDERID,PRIMARYPATIENTINSURANCEID,SECONDARYPATIENTINSURANCEID,DEPARTMENTID,PATIENTDEPARTMENTID,DIAGNOSIS1,"
            + "DIAGNOSIS2,DIAGNOSIS3,DIAGNOSIS4,DIAGNOSIS5,DIAGNOSIS6,DIAGNOSIS7,DIAGNOSIS8,REFERRINGPROVIDERID,APPOINTMENTID,"
            + "CURRENTILLNESSDATE,SERVICEDATE,SUPERVISINGPROVIDERID,STATUS1,STATUS2,STATUSP,OUTSTANDING1,OUTSTANDING2,OUTSTANDINGP,"
            + "LASTBILLEDDATE1,LASTBILLEDDATE2,LASTBILLEDDATEP,HEALTHCARECLAIMTYPEID1,HEALTHCARECLAIMTYPEID2");
        ClaimsTransactions = Open("claims_transactions",
            "ID,CLAIMID,CHARGEID,PATIENTID,TYPE,AMOUNT,METHOD,FROMDATE,TODATE,PLACEOFSERVICE,PROCEDURECODE,MODIFIER1,MODIFIER2,"
            + "DIAGNOSISREF1,DIAGNOSISREF2,DIAGNOSISREF3,DIAGNOSISREF4,UNITS,DEPARTMENTID,NOTES,UNITAMOUNT,TRANSFEROUTID,TRANSFERTYPE,"
            + "PAYMENTS,ADJUSTMENTS,TRANSFERS,OUTSTANDING,APPOINTMENTID,LINENOTE,PATIENTINSURANCEID,FEESCHEDULEID,PROVIDERID,"
            + "SUPERVISINGPROVIDERID");
        Organizations = Open("organizations", "Id,NAME,ADDRESS,CITY,STATE,ZIP,LAT,LON,PHONE,REVENUE,UTILIZATION");
        Providers = Open("providers", "Id,ORGANIZATION,NAME,GENDER,SPECIALITY,ADDRESS,CITY,STATE,ZIP,LAT,LON,UTILIZATION");
        Payers = Open("payers",
            "Id,NAME,ADDRESS,CITY,STATE_HEADQUARTERED,ZIP,PHONE,AMOUNT_COVERED,AMOUNT_UNCOVERED,REVENUE,COVERED_ENCOUNTERS,"
            + "UNCOVERED_ENCOUNTERS,COVERED_MEDICATIONS,UNCOVERED_MEDICATIONS,COVERED_PROCEDURES,UNCOVERED_PROCEDURES,COVERED_IMMUNIZATIONS,"
            + "UNCOVERED_IMMUNIZATIONS,UNIQUE_CUSTOMERS,QOLS_AVG,MEMBER_MONTHS");
    }

    public CsvFile Patients { get; }
    public CsvFile Encounters { get; }
    public CsvFile Conditions { get; }
    public CsvFile Medications { get; }
    public CsvFile Observations { get; }
    public CsvFile Procedures { get; }
    public CsvFile Immunizations { get; }
    public CsvFile Allergies { get; }
    public CsvFile Devices { get; }
    public CsvFile Supplies { get; }
    public CsvFile CarePlans { get; }
    public CsvFile ImagingStudies { get; }
    public CsvFile PayerTransitions { get; }
    public CsvFile Claims { get; }
    public CsvFile ClaimsTransactions { get; }
    public CsvFile Organizations { get; }
    public CsvFile Providers { get; }
    public CsvFile Payers { get; }

    public IReadOnlyDictionary<string, long> Rows => files.ToDictionary(f => f.Name, f => f.File.Rows);

    /// <summary>Closes all files and gives them their names.</summary>
    public void Finish()
    {
        Dispose();
        foreach (var (name, _) in files)
            File.Move(PathOf(name) + Unfinished, PathOf(name), overwrite: true);
    }

    public void Dispose()
    {
        foreach (var (_, file) in files)
            file.Dispose();
    }

    CsvFile Open(string name, string header)
    {
        var file = new CsvFile(PathOf(name) + Unfinished, header);
        files.Add((name, file));
        return file;
    }

    string PathOf(string name) => Path.Combine(folder, $"{name}.csv");
}
