using Asan.Synthesize.People;

namespace Asan.Synthesize.Course;

/// <summary>All visits of one person, in order of time.</summary>
static class LifeCourse
{
    public static IReadOnlyList<Visit> Of(Person person, Rng rng)
    {
        var plan = new Plan(person, rng);
        CheckUps.AddTo(plan);
        Illnesses.AddTo(plan);
        Pregnancies.AddTo(plan);
        Fates.AddTo(plan);

        var visits = plan.InOrder();
        Renewals.AddTo(visits, person.Died, rng);
        Fates.NoteAt(visits, person, rng);
        return visits;
    }
}
