using Asan.Synthesize.Catalogue;
using Asan.Synthesize.Output;

namespace Asan.Synthesize.Records;

/// <summary>
/// Writes a claim and the transactions that settle each of its lines: charged, paid by the payer, the rest passed on to the patient and paid.
/// </summary>
sealed class Claims(SyntheaFolder to, Rng rng)
{
    static readonly string[] Methods = ["CASH", "CHECK", "CC", "COPAY"];

    int charge;

    public void Write(Stay stay, Bill bill, Code? diagnosis, bool isVisit)
    {
        var id = rng.Uuid();
        var visit = stay.Visit;
        var department = visit.Class == EncounterClass.Wellness ? 10 : 1;
        var covered = bill.Covered > 0;
        to.Claims.Id(id).Id(stay.Person.Id).Id(stay.Provider);
        if (covered)
            to.Claims.Id(stay.PayerId);
        else
            to.Claims.Text("0");
        to.Claims.Text("0").Number(department).Number(department).Text((diagnosis ?? visit.Code).Value).Empty(8).Id(stay.Encounter)
            .Time(visit.Start).Time(visit.Start).Id(stay.Provider)
            .Text("CLOSED").Empty().Text("CLOSED").Text("0").Empty().Text("0").Time(visit.Stop).Empty().Time(visit.Stop)
            .Text(isVisit ? "2" : "1").Text("0").End();

        foreach (var (code, cents) in bill.Lines)
            Settle(stay, id, code, cents, bill.CoveredOf(cents), department);
    }

    void Settle(Stay stay, Uuid claim, Code code, long cents, long covered, int department)
    {
        var own = cents - covered;
        Begin(stay, claim, "CHARGE", code, cents, null, department).Cents(cents).Empty().Text("1").Empty(3);
        Finish(stay, cents);
        if (covered > 0)
        {
            Begin(stay, claim, "PAYMENT", code, null, "ECHECK", department).Empty(3).Cents(covered).Empty(2);
            Finish(stay, own);
        }
        if (own == 0)
            return;

        Begin(stay, claim, "TRANSFEROUT", code, null, null, department).Empty(5).Cents(own);
        Finish(stay, own);
        var passedOn = charge;
        Begin(stay, claim, "TRANSFERIN", code, own, null, department).Empty().Number(passedOn).Text("p").Empty(2).Cents(own);
        Finish(stay, own);
        Begin(stay, claim, "PAYMENT", code, null, rng.Pick(Methods), department).Empty(3).Cents(own).Empty(2);
        Finish(stay, 0);
    }

    // ID to NOTES; the six columns from UNITAMOUNT to TRANSFERS are the caller's, for they tell the types apart.
    CsvFile Begin(Stay stay, Uuid claim, string type, Code code, long? amount, string? method, int department)
    {
        var file = to.ClaimsTransactions;
        file.Id(rng.Uuid()).Id(claim).Number(++charge).Id(stay.Person.Id).Text(type);
        _ = amount is { } cents ? file.Cents(cents) : file.Empty();
        return file.Text(method).Time(stay.Visit.Start).Time(stay.Visit.Stop).Id(stay.Organization).Text(code.Value).Empty(2).Number(1)
            .Empty(3).Number(1).Number(department).Text(code.Name);
    }

    void Finish(Stay stay, long outstanding) =>
        to.ClaimsTransactions.Cents(outstanding).Id(stay.Encounter).Empty().Id(stay.Person.Id).Number(1).Id(stay.Provider).Id(stay.Provider).End();
}
