using Asan.Synthesize.Catalogue;
using Asan.Synthesize.Course;
using Asan.Synthesize.Output;
using Asan.Synthesize.People;

namespace Asan.Synthesize.Records;

/// <summary>Writes all rows of one person: what happened at each visit, what it cost, who bore it.</summary>
sealed class Chart
{
    readonly SyntheaFolder to;
    readonly Places places;
    readonly Person person;
    readonly Rng rng;
    readonly Coverage coverage;
    readonly Claims claims;
    readonly Findings findings;
    readonly int home;
    long expenses;
    long covered;

    public Chart(SyntheaFolder to, Places places, Person person, Rng rng)
    {
        (this.to, this.places, this.person, this.rng) = (to, places, person, rng);
        coverage = new(person, rng);
        claims = new(to, rng);
        findings = new(to.Observations, rng);
        home = Places.Near(rng, person.Index);
    }

    public void Write(IReadOnlyList<Visit> visits)
    {
        foreach (var visit in visits)
            Write(visit);
        if (visits.Count > 0)
            findings.Write(Panel.QualityOfLife, person, visits[^1].Start, null);
        coverage.Write(to.PayerTransitions, places, rng);
        WritePatient();
    }

    void Write(Visit visit)
    {
        var stay = Place(visit);
        var bill = new Bill(stay.Percent);
        bill.Add(visit.Code, BaseCents(visit.Class));

        WriteFindings(stay);
        WriteDone(stay, bill);
        WriteGiven(stay, bill);
        claims.Write(stay, bill, visit.Reason, isVisit: true);
        Pay(stay, bill);
        places.AccountOf(stay.Payer).Encounters++;

        to.Encounters.Id(stay.Encounter).Time(visit.Start).Time(visit.Stop).Id(person.Id).Id(stay.Organization).Id(stay.Provider).Id(stay.PayerId)
            .Text(visit.Class.Name()).Text(visit.Code.Value).Text(visit.Code.Name).Cents(BaseCents(visit.Class)).Cents(bill.Total).Cents(bill.Covered)
            .Text(visit.Reason?.Value).Text(visit.Reason?.Name).End();
        foreach (var (drug, stop, reason) in visit.Drugs)
            Prescribe(stay, drug, stop, reason);
    }

    Stay Place(Visit visit)
    {
        var atHome = visit.Class is EncounterClass.Wellness or EncounterClass.Ambulatory or EncounterClass.Virtual;
        var organization = atHome ? home : Places.Near(rng, person.Index);
        var provider = Places.ProviderOf(rng, organization);
        var (payer, percent) = coverage.At(visit.Start);
        places.Visited(organization, provider);
        return new(visit, person, rng.Uuid(), places.OrganizationId(organization), places.ProviderId(provider), payer, places.PayerId(payer), percent);
    }

    void WriteFindings(Stay stay)
    {
        var visit = stay.Visit;
        foreach (var (code, stop) in visit.Conditions)
            to.Conditions.Day(visit.Start).Day(stop).Id(person.Id).Id(stay.Encounter).Text(code.Value).Text(code.Name).End();
        foreach (var panel in visit.Panels)
            findings.Write(panel, person, visit.Start, stay.Encounter);
        foreach (var (code, stop) in visit.CarePlans)
            to.CarePlans.Id(rng.Uuid()).Day(visit.Start).Day(stop).Id(person.Id).Id(stay.Encounter).Text(code.Value).Text(code.Name)
                .Text(visit.Reason?.Value).Text(visit.Reason?.Name).End();
        if (visit.ListsAllergies)
            WriteAllergies(stay);
    }

    void WriteAllergies(Stay stay)
    {
        var (from, count) = (rng.Below(Allergen.All.Length), rng.Between(3, 9));
        for (var i = 0; i < count; i++)
        {
            var allergen = Allergen.All[(from + i * 5) % Allergen.All.Length];
            to.Allergies.Day(stay.Visit.Start).Empty().Id(person.Id).Id(stay.Encounter).Text(allergen.Value).Text(allergen.System)
                .Text(allergen.Name).Text("allergy").Text(allergen.Category);
            if (rng.Chance(500))
            {
                var reaction = rng.Pick(Allergen.Reactions);
                to.Allergies.Text(reaction.Value).Text(reaction.Name).Text(rng.Pick(Allergen.Severities)).Empty(3).End();
            }
            else
            {
                to.Allergies.Empty(6).End();
            }
        }
    }

    void WriteDone(Stay stay, Bill bill)
    {
        var (visit, account) = (stay.Visit, places.AccountOf(stay.Payer));
        if (visit.HasScan)
        {
            visit.Procedures.Add(Procedure.ChestXray);
            WriteScan(stay);
        }

        var start = visit.Start;
        foreach (var procedure in visit.Procedures)
        {
            to.Procedures.Time(start).Time(start.AddMinutes(procedure.Minutes)).Id(person.Id).Id(stay.Encounter).Text(procedure.Value).Text(procedure.Name)
                .Cents(procedure.Cents).Text(visit.Reason?.Value).Text(visit.Reason?.Name).End();
            start = start.AddMinutes(procedure.Minutes);
            bill.Add(new(procedure.Value, procedure.Name), procedure.Cents);
            account.Procedures++;
        }
    }

    void WriteScan(Stay stay)
    {
        var series = $"1.2.840.99999999.1.{rng.Below(99_999_999)}";
        to.ImagingStudies.Id(rng.Uuid()).Time(stay.Visit.Start).Id(person.Id).Id(stay.Encounter).Text(series).Text("51185008").Text("Chest")
            .Text("DX").Text("X-ray, digital")
            .Text($"{series}.{rng.Below(999_999)}").Text("1.2.840.10008.5.1.4.1.1.1.1").Text("Digital x-ray image").Text(Procedure.ChestXray.Value).End();
    }

    void WriteGiven(Stay stay, Bill bill)
    {
        var visit = stay.Visit;
        foreach (var vaccine in visit.Vaccines)
        {
            to.Immunizations.Time(visit.Start).Id(person.Id).Id(stay.Encounter).Text(vaccine.Value).Text(vaccine.Name).Cents(Vaccine.Cents).End();
            bill.Add(new(vaccine.Value, vaccine.Name), Vaccine.Cents);
            places.AccountOf(stay.Payer).Immunizations++;
        }
        foreach (var device in visit.Devices)
            to.Devices.Time(visit.Start).Empty().Id(person.Id).Id(stay.Encounter).Text(device.Value).Text(device.Name)
                .Text($"(01){rng.Between(10_000_000, 99_999_999)}(21){rng.Below(999_999_999)}").End();
        if (visit.UsesIsolation)
            foreach (var (code, quantity) in Things.Isolation)
                to.Supplies.Day(visit.Start).Id(person.Id).Id(stay.Encounter).Text(code.Value).Text(code.Name).Number(quantity).End();
    }

    void Prescribe(Stay stay, Drug drug, DateTime? stop, Code? reason)
    {
        var visit = stay.Visit;
        var dispenses = Math.Max(1, (int)((stop ?? person.End) - visit.Start).TotalDays / 30);
        var bill = new Bill(stay.Percent);
        bill.Add(new(drug.Value, drug.Name), drug.Cents * dispenses);
        to.Medications.Time(visit.Start).Time(stop).Id(person.Id).Id(stay.PayerId).Id(stay.Encounter).Text(drug.Value).Text(drug.Name)
            .Cents(drug.Cents).Cents(bill.CoveredOf(drug.Cents)).Number(dispenses).Cents(bill.Total).Text(reason?.Value).Text(reason?.Name).End();
        claims.Write(stay, bill, reason, isVisit: false);
        Pay(stay, bill);
        places.AccountOf(stay.Payer).Medications++;
    }

    void Pay(Stay stay, Bill bill)
    {
        var account = places.AccountOf(stay.Payer);
        account.Covered += bill.Covered;
        account.Uncovered += bill.Total - bill.Covered;
        expenses += bill.Total;
        covered += bill.Covered;
    }

    void WritePatient()
    {
        var town = rng.Pick(Town.All);
        var female = person.Female;
        var family = Names.Draw(rng, Names.Families);
        var married = person.Years >= 25 && rng.Chance(600);
        to.Patients.Id(person.Id).Day(person.Born).Day(person.Died).Text($"999-{rng.Between(10, 99)}-{rng.Between(1_000, 9_999)}").Empty(2)
            .Text(person.Years < 16 ? null : female ? "Ms." : "Mr.")
            .Text(Names.Draw(rng, female ? Names.Women : Names.Men)).Text(family).Empty()
            .Text(female && married ? Names.Draw(rng, Names.Families) : null).Text(married ? "M" : person.Years >= 18 ? "S" : null)
            .Text(rng.Pick(Races)).Text(rng.Chance(110) ? "hispanic" : "nonhispanic").Text(female ? "F" : "M")
            .Text($"{rng.Pick(Town.All).Name}, {town.State}").Text(Names.Address(rng)).Text(town.Name).Text(town.State).Text(town.County)
            .Text(rng.Chance(30) ? null : $"{town.Zip}{rng.Below(10)}").Scaled(town.Latitude + rng.Below(9_000), 6)
            .Scaled(town.Longitude + rng.Below(9_000), 6).Cents(expenses).Cents(covered).End();
    }

    static readonly string[] Races = ["asian", "asian", "asian", "white", "white", "white", "white", "black", "native", "other"];

    static int BaseCents(EncounterClass encounterClass) => encounterClass switch
    {
        EncounterClass.Wellness => 13_655,
        EncounterClass.Inpatient => 146_800,
        EncounterClass.Emergency => 73_200,
        EncounterClass.Snf or EncounterClass.Hospice => 112_500,
        EncounterClass.Virtual => 5_200,
        _ => 8_555,
    };
}
