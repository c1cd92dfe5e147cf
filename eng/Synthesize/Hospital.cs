using Asan.Synthesize.Course;
using Asan.Synthesize.Output;
using Asan.Synthesize.People;
using Asan.Synthesize.Records;

namespace Asan.Synthesize;

/// <summary>A synthetic hospital: patients one after the other, each written whole before the next is drawn, then the places they went to.</summary>
static class Hospital
{
    /// <returns>The rows of each file.</returns>
    public static IReadOnlyDictionary<string, long> Write(Order order, string folder, Action<int> written, CancellationToken ct)
    {
        using var to = new SyntheaFolder(folder);
        var population = new Population(order);
        var places = new Places(order);

        for (var index = 0; index < order.Patients; index++)
        {
            ct.ThrowIfCancellationRequested();
            var person = population.Draw(index);
            var rng = Rng.For(order.Seed, Kind.Course, index);
            new Chart(to, places, person, rng).Write(LifeCourse.Of(person, rng));
            written(index + 1);
        }

        places.Write(to);
        to.Finish();
        return to.Rows;
    }
}
