using Asan.Synthesize.Output;
using Asan.Synthesize.People;

namespace Asan.Synthesize.Records;

/// <summary>Who pays for one person, year by year of life.</summary>
sealed class Coverage
{
    readonly Person person;
    readonly (int Payer, int Percent)[] years;
    readonly int newcomers;

    public Coverage(Person person, Rng rng)
    {
        this.person = person;
        years = new (int, int)[person.Years + 1];
        // A payer that came with an earlier patient, so that who comes later changes nothing here.
        var known = Places.Payers(person.Index + 1);
        newcomers = Math.Min(known, 24);
        var payer = Draw();
        for (var i = 0; i < years.Length; i++)
            years[i] = payer = rng.Chance(120) ? Draw() : payer;

        (int, int) Draw() => (known - 1 - rng.Below(newcomers), rng.Pick([0, 0, 0, 100, 100, 80]));
    }

    public (int Payer, int Percent) At(DateTime time) => years[Math.Clamp(person.AgeAt(time), 0, years.Length - 1)];

    public void Write(CsvFile to, Places places, Rng rng)
    {
        for (var year = 0; year < years.Length; year++)
        {
            var (start, end) = (person.Born.AddYears(year), person.Born.AddYears(year + 1));
            var account = places.AccountOf(years[year].Payer);
            account.Months += 12;
            account.Revenue += 120_000;
            if (year == 0 || years[year].Payer != years[year - 1].Payer)
                account.Members++;

            to.Id(person.Id).Id(rng.Uuid()).Time(start).Time(end < person.End ? end : person.End).Id(places.PayerId(years[year].Payer));
            if (year >= 65 && years[year].Percent == 80)
                to.Id(places.PayerId(0));
            else
                to.Empty();
            to.Text(year < 18 ? "Guardian" : rng.Chance(150) ? "Spouse" : "Self").Text($"{Names.Draw(rng, Names.Men)} {Names.Draw(rng, Names.Families)}").End();
        }
    }
}
