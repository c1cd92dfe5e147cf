using Asan.Functions.Health;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Http;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Functions.Tests;

/// <summary>Rules that hold for every door of the application.</summary>
public sealed class DoorsTests
{
    static readonly HttpFunction[] Doors =
        [.. new FunctionCatalog(FunctionDiscovery.Find(typeof(AnswerProbes).Assembly)).Http.Select(function => HttpFunction.Of(function, "api"))];

    [Fact]
    public void Every_door_but_the_probes_asks_for_a_key()
    {
        var open = Doors.Where(door => door.Level == AuthorizationLevel.Anonymous).Select(door => door.Name);

        Assert.Equal(["HealthLive", "HealthReady", "HealthStartup"], open.Order());
    }

    [Fact]
    public void Every_door_names_its_methods() => Assert.DoesNotContain(Doors, door => door.Methods.Count == 0);

    [Fact]
    public void One_durable_trigger_at_least_is_declared_by_attribute() =>
        Assert.NotEmpty(new FunctionCatalog(FunctionDiscovery.Find(typeof(AnswerProbes).Assembly)).Orchestrators);

    [Fact]
    public void Functions_of_a_referenced_assembly_are_found()
    {
        var found = FunctionDiscovery.Find(typeof(DoorsTests).Assembly).Select(function => function.Name);

        Assert.Contains("HealthLive", found);
    }
}
