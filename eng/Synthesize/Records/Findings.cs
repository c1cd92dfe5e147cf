using Asan.Synthesize.Catalogue;
using Asan.Synthesize.Output;
using Asan.Synthesize.People;

namespace Asan.Synthesize.Records;

/// <summary>Writes observations: numbers within their bounds, answers as texts or as LOINC's answer codes.</summary>
sealed class Findings(CsvFile to, Rng rng)
{
    public void Write(Panel panel, Person person, DateTime time, Uuid? encounter)
    {
        var size = panel == Panel.Vitals ? Math.Min(100, 40 + person.AgeAt(time) * 10 / 3) : 100;
        for (var i = 0; i < panel.Tests.Length; i++)
            Write(panel.Category, panel.Tests[i], i < 2 ? size : 100, person.Id, time, encounter);
    }

    // The size is percent of a grown-up's, for what grows with a child.
    void Write(string category, Test test, int size, Uuid patient, DateTime time, Uuid? encounter)
    {
        to.Time(time).Id(patient).Id(encounter).Text(category).Text(test.Value).Text(test.Name);
        if (test.Answers is { } answers)
            to.Text(rng.Pick(answers)).Text(test.Unit).Text("text");
        else
            to.Scaled((long)rng.Between(test.Low, test.High) * size / 100, test.Decimals).Text(test.Unit).Text("numeric");
        to.End();
    }
}
