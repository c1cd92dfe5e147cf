namespace Asan.Synthesize.Catalogue;

/// <summary>Something that befalls people: when, how often, for how long, and what is done about it.</summary>
sealed class Illness(Code code, (int From, int To) ages, int perMille)
{
    public Code Code => code;

    /// <summary>The first and last age at which it begins.</summary>
    public (int From, int To) Ages => ages;

    /// <summary>Lasting: the chance in a life that reaches those ages. Passing: the chance in each year of them.</summary>
    public int PerMille => perMille;

    /// <summary>Days until it is over; 0 means that it stays.</summary>
    public int Days { get; init; }

    public bool Lasting => Days == 0;

    /// <summary>M or F where it befalls only one of them.</summary>
    public char? Only { get; init; }

    public EncounterClass Class { get; init; } = EncounterClass.Ambulatory;

    public Code Visit { get; init; } = Visits.Problem;

    /// <summary>Alternatives, each a set of medicines taken together; treatment may move on to the next one.</summary>
    public Drug[][] Treatments { get; init; } = [];

    public Procedure[] Procedures { get; init; } = [];

    public Panel[] Panels { get; init; } = [];

    public Code? CarePlan { get; init; }

    public Code? Device { get; init; }

    /// <summary>What the patient is known for ever after.</summary>
    public Code? History { get; init; }

    /// <summary>Months between follow-ups of a lasting illness; 0 means that check-ups suffice.</summary>
    public int FollowUp { get; init; }
}
