using Asan.Synthesize.Catalogue;

namespace Asan.Synthesize.Course;

/// <summary>One encounter and all that is found, done and given at it.</summary>
sealed class Visit(DateTime start, DateTime stop, EncounterClass encounterClass, Code code)
{
    public DateTime Start { get; } = start;
    public DateTime Stop { get; set; } = stop;
    public EncounterClass Class { get; } = encounterClass;
    public Code Code { get; } = code;
    public Code? Reason { get; init; }

    /// <summary>The illness it is about, of which its medicines are renewed; a check-up renews those of all.</summary>
    public Illness? Illness { get; init; }

    public bool IsCheckUp { get; init; }

    public List<(Code Code, DateTime? Stop)> Conditions { get; } = [];
    public List<(Drug Drug, DateTime? Stop, Code? Reason)> Drugs { get; } = [];
    public List<Procedure> Procedures { get; } = [];
    public List<Vaccine> Vaccines { get; } = [];
    public List<Panel> Panels { get; } = [];
    public List<(Code Code, DateTime? Stop)> CarePlans { get; } = [];
    public List<Code> Devices { get; } = [];
    public bool UsesIsolation { get; set; }
    public bool HasScan { get; set; }
    public bool ListsAllergies { get; set; }
}
