namespace Asan.Synthesize.People;

/// <summary>Who somebody is, from the first day to the last one known.</summary>
sealed record Person(int Index, Uuid Id, bool Female, DateTime Born, DateTime? Died, DateTime Until)
{
    /// <summary>The end of what can happen to this person.</summary>
    public DateTime End => Died ?? Until;

    public int Years => AgeAt(End);

    public int AgeAt(DateTime time)
    {
        var years = time.Year - Born.Year;
        return time < Born.AddYears(years) ? years - 1 : years;
    }
}
