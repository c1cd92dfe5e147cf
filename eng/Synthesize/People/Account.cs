namespace Asan.Synthesize.People;

/// <summary>What a payer paid, in cents, and for how many of what.</summary>
sealed class Account
{
    public long Covered { get; set; }
    public long Uncovered { get; set; }
    public long Revenue { get; set; }
    public int Encounters { get; set; }
    public int Medications { get; set; }
    public int Procedures { get; set; }
    public int Immunizations { get; set; }
    public int Members { get; set; }
    public int Months { get; set; }
}
