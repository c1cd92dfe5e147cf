using Asan.Synthesize.Catalogue;

namespace Asan.Synthesize.Records;

/// <summary>What one claim asks for: its lines, in cents, and how much of them the payer bears.</summary>
sealed class Bill(int percent)
{
    readonly List<(Code Code, int Cents)> lines = [];

    public IReadOnlyList<(Code Code, int Cents)> Lines => lines;

    public long Total { get; private set; }

    public long Covered { get; private set; }

    public void Add(Code code, int cents)
    {
        lines.Add((code, cents));
        Total += cents;
        Covered += CoveredOf(cents);
    }

    public long CoveredOf(long cents) => cents * percent / 100;
}
