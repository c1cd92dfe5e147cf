using Asan.Synthesize.Output;

namespace Asan.Synthesize.People;

/// <summary>
/// Organizations, providers and payers. Each patient brings some more, and may go to those already there, so that a patient's story does not
/// change when others follow.
/// </summary>
sealed class Places(Order order)
{
    static readonly string[] Specialities =
    [
        "GENERAL PRACTICE", "INTERNAL MEDICINE", "CARDIOLOGY", "PEDIATRIC MEDICINE", "OBSTETRICS/GYNECOLOGY", "ORTHOPEDIC SURGERY",
    ];
    static readonly string[] Houses =
    [
        "General Hospital", "Medical Center", "Family Clinic", "Primary Care", "Children, Youth and Family Clinic", "Nursing Home",
    ];
    static readonly string[] Insurers = ["Hanmaeum Mutual", "Dure Health", "Nuri Care", "Bluestone Benefit", "Old Mill Assurance", "Pumasi Plan"];

    readonly Dictionary<int, int> visitsOfOrganization = [];
    readonly Dictionary<int, int> visitsOfProvider = [];
    readonly Dictionary<int, Account> accounts = [];

    /// <summary>How many organizations there are once this many patients are.</summary>
    public static int Organizations(int patients) => 6 + patients * 2;

    public static int Providers(int patients) => FirstProvider(Organizations(patients));

    public static int Payers(int patients) => 4 + patients * 3 / 10;

    public static int FirstProvider(int organization) => organization * 13 / 5;

    /// <summary>Somewhere near: patients whose numbers are close share organizations.</summary>
    public static int Near(Rng rng, int patient)
    {
        var known = Organizations(patient + 1);
        return rng.Between(Math.Max(0, known - 40), known - 1);
    }

    public static int ProviderOf(Rng rng, int organization) => rng.Between(FirstProvider(organization), FirstProvider(organization + 1) - 1);

    public Uuid OrganizationId(int organization) => Rng.For(order.Seed, Kind.Organization, organization).Uuid();

    public Uuid ProviderId(int provider) => Rng.For(order.Seed, Kind.Provider, provider).Uuid();

    public Uuid PayerId(int payer) => Rng.For(order.Seed, Kind.Payer, payer).Uuid();

    public void Visited(int organization, int provider)
    {
        visitsOfOrganization[organization] = visitsOfOrganization.GetValueOrDefault(organization) + 1;
        visitsOfProvider[provider] = visitsOfProvider.GetValueOrDefault(provider) + 1;
    }

    public Account AccountOf(int payer)
    {
        if (!accounts.TryGetValue(payer, out var account))
            accounts[payer] = account = new();
        return account;
    }

    public void Write(SyntheaFolder to)
    {
        for (var i = 0; i < Organizations(order.Patients); i++)
            WriteOrganization(to, i);
        for (var i = 0; i < Payers(order.Patients); i++)
            WritePayer(to.Payers, i);
    }

    void WriteOrganization(SyntheaFolder to, int organization)
    {
        var rng = Rng.For(order.Seed, Kind.Organization, organization);
        var id = rng.Uuid();
        var town = rng.Pick(Town.All);
        var (address, zip) = (Names.Address(rng), $"{town.Zip}{rng.Below(10)}");
        var (latitude, longitude) = (town.Latitude + rng.Below(9_000), town.Longitude + rng.Below(9_000));
        to.Organizations.Id(id).Text($"{town.Name} {rng.Pick(Houses)} {organization + 1}").Text(address).Text(town.Name).Text(town.Abbreviation).Text(zip)
            .Scaled(latitude, 6).Scaled(longitude, 6).Text($"555{rng.Between(1_000_000, 9_999_999)}").Cents(0)
            .Number(visitsOfOrganization.GetValueOrDefault(organization)).End();

        for (var provider = FirstProvider(organization); provider < FirstProvider(organization + 1); provider++)
            WriteProvider(to.Providers, provider, id, town, address, zip, latitude, longitude);
    }

    void WriteProvider(CsvFile to, int provider, Uuid organization, Town town, string address, string zip, int latitude, int longitude)
    {
        var rng = Rng.For(order.Seed, Kind.Provider, provider);
        var id = rng.Uuid();
        var female = rng.Chance(500);
        var name = $"{Names.Draw(rng, female ? Names.Women : Names.Men)} {Names.Draw(rng, Names.Families)}";
        to.Id(id).Id(organization).Text(name).Text(female ? "F" : "M").Text(rng.Chance(700) ? Specialities[0] : rng.Pick(Specialities))
            .Text(address).Text(town.Name).Text(town.Abbreviation).Text(zip).Scaled(latitude, 6).Scaled(longitude, 6)
            .Number(visitsOfProvider.GetValueOrDefault(provider)).End();
    }

    void WritePayer(CsvFile to, int payer)
    {
        var rng = Rng.For(order.Seed, Kind.Payer, payer);
        var id = rng.Uuid();
        var town = rng.Pick(Town.All);
        var account = AccountOf(payer);
        to.Id(id).Text($"{rng.Pick(Insurers)} {payer + 1}").Text(Names.Address(rng)).Text(town.Name).Text(town.Abbreviation)
            .Text($"{town.Zip}{rng.Below(10)}").Text($"1-555-555-{rng.Between(1_000, 9_999)}")
            .Cents(account.Covered).Cents(account.Uncovered).Cents(account.Revenue)
            .Number(account.Encounters).Number(0).Number(account.Medications).Number(0).Number(account.Procedures).Number(0)
            .Number(account.Immunizations).Number(0)
            .Number(account.Members).Text("NaN").Number(account.Months).End();
    }
}
