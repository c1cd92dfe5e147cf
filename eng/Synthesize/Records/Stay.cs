using Asan.Synthesize.Course;
using Asan.Synthesize.People;

namespace Asan.Synthesize.Records;

/// <summary>A visit that has got its encounter id, a place and a payer.</summary>
sealed record Stay(Visit Visit, Person Person, Uuid Encounter, Uuid Organization, Uuid Provider, int Payer, Uuid PayerId, int Percent);
