namespace Asan.Synthesize;

/// <summary>What is asked for: how many patients, drawn by which seed, with no event after which day.</summary>
sealed record Order(int Patients, ulong Seed, DateOnly Until)
{
    /// <summary>A fixed day, not today: the same order must give the same bytes tomorrow.</summary>
    public static readonly DateOnly DefaultUntil = new(2025, 12, 31);

    /// <summary>The first moment after the last day.</summary>
    public DateTime End => Until.AddDays(1).ToDateTime(TimeOnly.MinValue);
}
