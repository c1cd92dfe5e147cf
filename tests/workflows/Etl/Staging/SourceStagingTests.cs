using System.Text;
using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Staging;
using Asan.Workflows.Postgres;

namespace Asan.Tests.Etl.Staging;

public sealed class SourceStagingTests(Postgres postgres) : IAsyncLifetime
{
    const string Conditions = "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\n";

    readonly SourceFolder folder = SourceFolder.Small();
    EtlDatabase db = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => db = await EtlDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return db.DisposeAsync();
    }

    [Fact]
    public async Task A_row_is_staged_typed_with_empty_as_null_and_codes_as_text()
    {
        folder.Write("immunizations.csv", "DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,BASE_COST\n2020-01-01T23:59:59.5+09:00,p1,,03,MMR,136.00\n");

        await db.StageAsync(folder.Path);

        Assert.Equal(["2|2020-01-01T14:59:59.5|p1||03|136.00"], await db.RowsAsync("SELECT * FROM staging.immunizations"));
        Assert.Equal(["2|p1|1980-02-29||white|nonhispanic|F|Seoul|Seoul||03722"], await db.RowsAsync("SELECT * FROM staging.patients"));
        Assert.Equal(["2|2020-01-01T10:00:00|2020-01-01T10:30:00|10.00|20.5|"], await db.RowsAsync(
            "SELECT line, start, stop, base_encounter_cost, total_claim_cost, reasoncode FROM staging.encounters"));
    }

    [Fact]
    public async Task An_absent_optional_file_is_an_empty_table_and_a_notice()
    {
        var report = await db.StageAsync(folder.Path);

        Assert.Empty(await db.RowsAsync("SELECT * FROM staging.conditions"));
        Assert.Contains("conditions.csv is absent: no rows of it", report.Notices!);
        Assert.Equal(new TableCount("patients", 1, 1, 0), report.Tables.Single(table => table.Table == "patients"));
        Assert.Equal(14, report.Tables.Count);
    }

    [Fact]
    public async Task Files_that_no_table_takes_are_named()
    {
        folder.Write("claims.csv", "Id\n1\n");
        folder.Write("symptoms.csv", "Id\n1\n");

        var report = await db.StageAsync(folder.Path);

        Assert.Contains("claims.csv is not staged: no CDM table takes it", report.Notices!);
        Assert.Contains("symptoms.csv is not staged: not a file this load knows", report.Notices!);
    }

    [Theory]
    [InlineData("START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\n2020-01-01,,p1,e1,38341003,x\n", "38341003|")]
    [InlineData("START,STOP,PATIENT,ENCOUNTER,SYSTEM,CODE,DESCRIPTION\n2020-01-01,,p1,e1,SNOMED-CT,38341003,x\n", "38341003|SNOMED-CT")]
    [InlineData("\uFEFFcode,Description,encounter,patient,stop,start,extra\n38341003,\"a, b\",e1,p1,,2020-01-01,more\n", "38341003|")]
    [InlineData("START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\r\n2020-01-01,,p1,e1,38341003,\"two\r\nlines\"\r\n", "38341003|")]
    public async Task Columns_are_found_by_the_headers_of_any_version(string file, string expected)
    {
        folder.Write("conditions.csv", file);

        await db.StageAsync(folder.Path);

        Assert.Equal([$"2|2020-01-01T00:00:00|p1|e1|{expected}"], await db.RowsAsync("SELECT line, start, patient, encounter, code, system FROM staging.conditions"));
        Assert.Empty(await db.RejectsAsync());
    }

    [Fact]
    public async Task Version_2_7_0_has_the_day_of_a_procedure_and_the_years_of_a_payer()
    {
        folder.Write("procedures.csv", "DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,REASONCODE,REASONDESCRIPTION\n2020-01-01T00:00:00Z,p1,e1,1,x,9.5,,\n");
        folder.Write("payer_transitions.csv", "PATIENT,START_YEAR,END_YEAR,PAYER,OWNERSHIP\np1,2004,2005,y1,Self\np1,2006,292278994,y1,Self\n");

        await db.StageAsync(folder.Path);

        Assert.Equal(["2020-01-01T00:00:00||9.5"], await db.RowsAsync("SELECT start, stop, base_cost FROM staging.procedures"));
        Assert.Equal(["2004-01-01T00:00:00|2005-12-31T00:00:00"], await db.RowsAsync("SELECT start_date, end_date FROM staging.payer_transitions WHERE line = 2"));
    }

    [Fact]
    public async Task Version_3_0_0_has_instants_under_the_names_of_years_and_a_sentinel_for_an_open_end()
    {
        folder.Write("payer_transitions.csv",
            "PATIENT,MEMBERID,START_YEAR,END_YEAR,PAYER,SECONDARY_PAYER,OWNERSHIP,OWNERNAME\np1,m1,2004-05-24T14:58:37Z,292278994-08-17T07:12:55Z,y1,,Self,x\n");

        await db.StageAsync(folder.Path);

        Assert.Equal(["2004-05-24T14:58:37|"], await db.RowsAsync("SELECT start_date, end_date FROM staging.payer_transitions"));
    }

    [Fact]
    public async Task The_word_null_is_no_unit()
    {
        folder.Write("observations.csv", "DATE,PATIENT,ENCOUNTER,CATEGORY,CODE,DESCRIPTION,VALUE,UNITS,TYPE\n2020-01-01,p1,e1,x,8302-2,Height,127.9,null,numeric\n");

        await db.StageAsync(folder.Path);

        Assert.Equal(["127.9|"], await db.RowsAsync("SELECT value, units FROM staging.observations"));
    }

    [Theory]
    [InlineData("2020-13-01,,p1,e1,1,x\n", "START", "not a date or an instant")]
    [InlineData("2020-02-30,,p1,e1,1,x\n", "START", "not a date or an instant")]
    [InlineData("2020-01-01T25:00:00Z,,p1,e1,1,x\n", "START", "not a date or an instant")]
    [InlineData("2020-01-01,soon,p1,e1,1,x\n", "STOP", "not a date or an instant")]
    [InlineData("2020-01-01,,p1,e1,1,x,y\n", "", "too many fields: 7 instead of 6")]
    [InlineData("2020-01-01,,p1\n", "", "too few fields: 3 instead of 6")]
    [InlineData("2020-01-01,,,e1,1,x\n", "PATIENT", "no value, and a row needs one")]
    [InlineData("2020-01-01,,p1,e1,,x\n", "CODE", "no value, and a row needs one")]
    [InlineData("2020-01-01,,p1,e1,1,\"x\n", "", "a quote that is never closed")]
    [InlineData("2020-01-01,,p1,e1,1\0,x\n", "CODE", "holds a NUL character")]
    public async Task A_bad_row_is_a_reject_with_its_place_and_reason_and_the_others_are_staged(string row, string column, string reason)
    {
        folder.Write("conditions.csv", Conditions + "2019-01-01,,p1,e1,1,x\n" + row + "2021-01-01,,p1,e1,2,x\n");

        var report = await db.StageAsync(folder.Path);

        Assert.Equal([$"conditions|3|{column}|{reason}"], await db.RejectsAsync());
        Assert.Equal(["2", "4"], await db.RowsAsync("SELECT line FROM staging.conditions ORDER BY line"));
        Assert.Equal(new TableCount("conditions", 3, 2, 1), report.Tables.Single(table => table.Table == "conditions"));
    }

    [Fact]
    public async Task A_row_that_is_not_utf_8_is_a_reject()
    {
        folder.Write("conditions.csv", [.. Encoding.UTF8.GetBytes(Conditions), .. Encoding.Latin1.GetBytes("2020-01-01,,p1,e1,1,Ménière\n2020-01-01,,p1,e1,2,x\n")]);

        await db.StageAsync(folder.Path);

        Assert.Equal(["conditions|2|DESCRIPTION|not UTF-8"], await db.RejectsAsync());
        Assert.Equal(["2"], await db.RowsAsync("SELECT code FROM staging.conditions"));
    }

    [Fact]
    public async Task A_number_that_is_none_is_a_reject()
    {
        folder.Write("supplies.csv", "DATE,PATIENT,ENCOUNTER,CODE,DESCRIPTION,QUANTITY\n2020-01-01,p1,e1,1,x,many\n2020-01-01,p1,e1,1,x,1.0E2\n");

        await db.StageAsync(folder.Path);

        Assert.Equal(["supplies|2|QUANTITY|not a number"], await db.RejectsAsync());
        Assert.Equal(["100"], await db.RowsAsync("SELECT quantity FROM staging.supplies"));
    }

    [Fact]
    public async Task The_first_of_two_rows_with_one_id_stands()
    {
        folder.Append("patients.csv", "p1,1990-01-01,,black,hispanic,M,Busan,Busan,,48000\np2,1990-01-01,,black,hispanic,M,Busan,Busan,,48000\n");

        var report = await db.StageAsync(folder.Path);

        Assert.Equal(["patients|3|Id|this id stands on an earlier line too"], await db.RejectsAsync());
        Assert.Equal(["2|p1|1980-02-29", "4|p2|1990-01-01"], await db.RowsAsync("SELECT line, id, birthdate FROM staging.patients ORDER BY line"));
        Assert.Equal(new TableCount("patients", 3, 2, 1), report.Tables[0]);
    }

    [Theory]
    [InlineData("patients.csv")]
    [InlineData("encounters.csv")]
    [InlineData("organizations.csv")]
    [InlineData("providers.csv")]
    public async Task A_missing_required_file_is_refused_by_name(string file)
    {
        folder.Delete(file);

        await RefusedAsync($"The folder lacks {file}: a load cannot do without.");
    }

    [Fact]
    public async Task An_empty_folder_is_refused()
    {
        using var empty = new SourceFolder();

        var refusal = await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(empty.Path));

        Assert.Equal("The folder lacks patients.csv, encounters.csv, organizations.csv, providers.csv: a load cannot do without.", refusal.Message);
    }

    [Fact]
    public async Task A_missing_column_is_refused_by_file_and_column()
    {
        folder.Write("patients.csv", SourceFolder.Patients.Replace(",GENDER", ""));

        await RefusedAsync("patients.csv lacks the column GENDER, which a load needs.");
    }

    [Fact]
    public async Task A_column_that_stands_twice_is_refused()
    {
        folder.Write("patients.csv", SourceFolder.Patients.Replace(",RACE", ",RACE,race"));

        await RefusedAsync("patients.csv has the column race twice.");
    }

    [Fact]
    public async Task A_file_without_a_header_is_refused()
    {
        folder.Write("conditions.csv", "");

        await RefusedAsync("conditions.csv is empty: not even a header stands in it.");
    }

    [Fact]
    public async Task The_same_file_packed_and_plain_is_refused()
    {
        folder.Write("PATIENTS.csv.gz", [1]);

        var refusal = await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(folder.Path));

        Assert.Contains("the same file twice", refusal.Message);
    }

    [Fact]
    public async Task A_packed_file_is_staged_like_a_plain_one()
    {
        folder.Pack("patients.csv");
        folder.Pack("encounters.csv");

        var report = await db.StageAsync(folder.Path);

        Assert.All(report.Tables.Take(2), table => Assert.Equal(1, table.Written));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task A_packed_file_that_ends_too_early_is_refused(double part)
    {
        for (var i = 2; i < 20_000; i++)
            folder.Append("patients.csv", $"p{i},1990-01-01,,black,hispanic,M,Busan,Busan,,48000\n");
        folder.Pack("patients.csv");
        var packed = File.ReadAllBytes(Path.Combine(folder.Path, "patients.csv.gz"));
        folder.Write("patients.csv.gz", packed[..(int)(packed.Length * part)]);

        var refusal = await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(folder.Path));

        Assert.StartsWith("patients.csv.gz is damaged", refusal.Message);
    }

    [Fact]
    public async Task A_packed_file_that_is_none_is_refused()
    {
        folder.Delete("patients.csv");
        folder.Write("patients.csv.gz", "Id,BIRTHDATE\n");

        var refusal = await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(folder.Path));

        Assert.StartsWith("patients.csv.gz is damaged", refusal.Message);
    }

    [Fact]
    public async Task A_bomb_is_refused_while_it_unpacks()
    {
        File.WriteAllText(Path.Combine(folder.Path, "conditions.csv"), Conditions);
        for (var i = 0; i < 100; i++)
            folder.Append("conditions.csv", new string('\n', 1 << 20));
        folder.Pack("conditions.csv");

        var refusal = await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(folder.Path));

        Assert.Equal("conditions.csv.gz is damaged: it unpacks to more than 250 times its size.", refusal.Message);
    }

    [Fact]
    public async Task Staging_again_starts_from_scratch()
    {
        folder.Write("conditions.csv", Conditions + "bad\n");
        await db.StageAsync(folder.Path);

        await db.StageAsync(folder.Path);

        Assert.Single(await db.RejectsAsync());
        Assert.Single(await db.RowsAsync("SELECT * FROM staging.patients"));
    }

    [Fact]
    public async Task A_host_that_comes_late_to_a_step_is_refused_and_takes_nothing_away()
    {
        await db.StageAsync(folder.Path);
        await db.Source.ExecuteAsync("INSERT INTO staging.etl_run (id, source, location) VALUES ($1, 'synthea', 'x')", [Sql.Text(EtlDatabase.RunId)], Ct);
        await db.Source.ExecuteAsync(
            "INSERT INTO staging.etl_step (run_id, number, name, status) VALUES ($1, 1, 'StageSources', 'Succeeded')", [Sql.Text(EtlDatabase.RunId)], Ct);

        await RefusedAsync("StageSources comes too late: the run has gone on without it.");

        Assert.Single(await db.RowsAsync("SELECT * FROM staging.patients"));
        Assert.Single(await db.RowsAsync("SELECT * FROM staging.staged_run"));
    }

    [Fact]
    public async Task A_refused_file_leaves_no_mark_that_the_run_is_staged()
    {
        folder.Write("conditions.csv", "");

        await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(folder.Path));

        await using var connection = await db.Source.OpenConnectionAsync(Ct);
        Assert.False(await StagedRun.IsAsync(connection, EtlDatabase.RunId, Ct));
    }

    [Fact]
    public async Task What_was_staged_is_marked_with_its_run_and_its_files_checksums()
    {
        await db.StageAsync(folder.Path);

        await using var connection = await db.Source.OpenConnectionAsync(Ct);
        Assert.True(await StagedRun.IsAsync(connection, EtlDatabase.RunId, Ct));
        Assert.Equal(4, (await db.RowsAsync("SELECT file FROM staging.etl_file WHERE length(sha256) = 64 AND bytes > 0")).Count);
    }

    [Theory]
    [InlineData("data/omop/a_tutorial109/raw", "patients 109, encounters 10715, conditions 5901, medications 6874, immunizations 2890, allergies 81, observations 0, procedures 0, devices 160, supplies 858, organizations 305, providers 305, payers 10, payer_transitions 1970")]
    [InlineData("data/omop/b_dbt27/raw", "patients 27, encounters 604, conditions 438, medications 663, immunizations 29, allergies 40, observations 990, procedures 249, devices 3, supplies 72, organizations 63, providers 166, payers 10, payer_transitions 1051")]
    public async Task Every_row_of_the_published_sets_is_staged(string set, string expected)
    {
        var report = await db.StageAsync(SharedData.Require(set));

        Assert.Equal(expected, string.Join(", ", report.Tables.Select(table => $"{table.Table} {table.Written}")));
        Assert.Empty(await db.RejectsAsync());
    }

    async Task RefusedAsync(string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<LoadRefusedException>(() => db.StageAsync(folder.Path))).Message);
}
