using Asan.Workflows.Etl;

namespace Asan.Tests.Etl.Cdm;

/// <summary>One synthetic person with one row for each way a row can go, loaded once for all the tests that look at it.</summary>
public sealed class OnePerson(Postgres postgres) : IAsyncLifetime
{
    internal EtlDatabase Database { get; private set; } = null!;

    internal IReadOnlyDictionary<string, TableCount> Counts { get; private set; } = null!;

    internal IReadOnlyList<string> Notices { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var vocabulary = SmallVocabulary.Write();
        using var hospital = new SmallHospital()
            .With("patients",
                "p1,1980-02-29,2021-12-24,black,hispanic,F,Newark,New Jersey,Essex County,07102",
                "p2,1990-01-01,,white,nonhispanic,,Newark,New Jersey,Essex County,07102",
                "p3,1790-01-01,,white,nonhispanic,M,Newark,New Jersey,Essex County,07102",
                "p4,2000-05-05,,asian,nonhispanic,M,서울,서울특별시,송파구,05505")
            .With("organizations", "o1,Asan,88 Olympic-ro,Newark,NJ,07102", "o2,Other,1 Road,Seoul,Somewhere,05505-1234")
            .With("providers", "d1,o1,Kim,F,GENERAL PRACTICE", "d2,o9,Lee,,CARDIOLOGY BY NAME")
            .With("encounters",
                "e1,2021-03-01T23:30:00Z,2021-03-02T00:30:00Z,p1,o1,d1,y1,ambulatory,185349003,10.00,100.50,80.50,",
                "e2,2021-12-24T01:00:00Z,2021-12-24T02:00:00Z,p1,o2,d2,y1,snf,308646001,10.00,50.00,0.00,flu",
                "e3,2021-03-01T10:00:00Z,2021-03-01T11:00:00Z,p2,o1,d1,y1,ambulatory,1,10,10,0,",
                "e4,2021-03-01T10:00:00Z,2021-03-01T11:00:00Z,nobody,o1,d1,y1,ambulatory,1,10,10,0,",
                "e5,2021-12-26T01:00:00Z,2021-12-26T02:00:00Z,p1,o9,d9,y1,spaceship,1,10,,,")
            .With("conditions",
                "2021-03-01,2021-03-10,p1,e1,SNOMED-CT,flu",
                "2021-03-01,2021-03-10,p1,e1,SNOMED-CT,flu",
                "2021-03-05,,p1,e1,ICD10,J11",
                "2021-03-05,2021-03-01,p1,e1,SNOMED-CT,nowhere",
                "2021-03-05,,p1,e1,SNOMED-CT,review",
                "2021-03-05,,p1,e1,SNOMED-CT,flu-history",
                "2021-03-05,,p1,e1,HOSPITAL,L1",
                "2021-03-05,,p1,e1,HOSPITAL,L2",
                "2021-03-05,,p1,e1,SNOMED-CT,gout",
                "2021-03-05,,p1,e1,SNOMED-CT,100",
                "2021-03-05,,p1,e1,SNOMED-CT,retired",
                "2021-03-05,,p1,gone,SNOMED-CT,flu",
                "2021-03-05,,nobody,e1,SNOMED-CT,flu",
                "2021-03-05,,p2,e3,SNOMED-CT,flu",
                "2021-03-05,,p4,e1,SNOMED-CT,flu")
            .With("medications",
                "2021-03-01T08:00:00Z,2021-03-11T07:00:00Z,p1,y1,e1,tablet-a,10.00,4.00,3,30.00,",
                "2021-03-20T08:00:00Z,,p1,y1,e1,pack-ab,5.00,0.00,1,5.00,",
                "2021-05-20T08:00:00Z,2021-05-10T08:00:00Z,p1,y1,e1,tablet-a,5.00,0.00,1,5.00,",
                "2021-06-01T08:00:00Z,2021-06-02T08:00:00Z,p1,y1,e1,100,1,0,1,1,")
            .With("immunizations", "2021-03-01T09:00:00Z,p1,e1,03,136.00", "2021-03-01T09:00:00Z,p1,e1,3,1.00")
            .With("allergies",
                "1999-01-01,,p1,e1,latex,Unknown,Latex",
                "1999-01-01,,p1,e1,penicillin,Unknown,Penicillin",
                "1999-01-01,,p1,e1,dust,Unknown,Dust")
            .With("observations",
                "2021-03-01T09:00:00Z,p1,e1,vital-signs,height,127.9,cm,numeric",
                "2021-03-01T09:00:00Z,p1,e1,vital-signs,height,-1,furlong,numeric",
                "2021-03-01T09:00:00Z,p1,e1,laboratory,base-excess,-2.5,U/L,numeric",
                "2021-03-01T09:00:00Z,p1,e1,laboratory,height,LA-never,,text",
                "2021-03-01T09:00:00Z,p1,e1,survey,smoking,Never smoker,,text",
                "2021-03-01T09:00:00Z,p1,,,QOLS,0.9,null,numeric")
            .With("procedures",
                "2021-03-01T09:00:00Z,2021-03-01T09:30:00Z,p1,e1,SNOMED-CT,cut,500.00,",
                "2021-03-01T09:00:00Z,2021-03-01T09:30:00Z,p1,e1,SNOMED-CT,cell-count,20.00,")
            .With("devices", "2021-03-01T09:00:00Z,,p1,e1,pump,(01)123")
            .With("supplies", "2021-03-01,p1,e1,mask,20")
            .With("payers", "y1,Health Fund")
            .With("payer_transitions",
                "p1,m1,2020-01-01T00:00:00Z,2021-03-01T00:00:00Z,y1,",
                "p1,m1,2021-03-01T00:00:00Z,292278994-08-17T07:12:55Z,y1,",
                "nobody,m1,2020-01-01T00:00:00Z,2021-01-01T00:00:00Z,y1,");

        Database = await EtlDatabase.CreateAsync(postgres);
        var load = new CdmLoad(Database);
        await load.StageAsync(hospital.Path, vocabulary.Path);
        var built = await load.BuildAsync();
        Counts = built.Tables.ToDictionary(table => table.Table);
        Notices = built.Notices ?? [];
        await load.PublishAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
