using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Asan.Runtime.Durable.Tests;

/// <summary>Runs a test twice: with executions kept in memory, and with every turn replayed from the database. Both must behave the same.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StickyAndReplayedAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<bool>(false), new TheoryDataRow<bool>(true)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
