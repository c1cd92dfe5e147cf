using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>What the application's own assemblies use of the programming models exists in the official packages too.</summary>
public sealed class ReferencesTests
{
    [Theory]
    [InlineData("Asan.Workflows")]
    [InlineData("Asan.Functions")]
    public void An_assembly_refers_to_official_types_and_members_only(string assembly) =>
        Lines.None(Unofficial(BuiltAssemblies.PathOf(assembly)), $"are referred to by {assembly} and not official");

    [Fact]
    public void A_reference_to_what_the_official_packages_lack_is_found()
    {
        // This very assembly uses an internal member of the registry, beside members that are official.
        Assert.False(new DurableTaskRegistry().TryGetOrchestrator("absent", default, out _));

        var found = Assert.Single(Unofficial(typeof(ReferencesTests).Assembly.Location), key => key.Contains("Registry", StringComparison.Ordinal));

        Assert.StartsWith("Microsoft.DurableTask.DurableTaskRegistry.TryGetOrchestrator(Microsoft.DurableTask.TaskName, ", found, StringComparison.Ordinal);
    }

    static string[] Unofficial(string path)
    {
        var official = OfficialSurface.Require();
        var keys = official.Lines.SelectMany(Keys.Of).ToHashSet();
        return [.. References.In(path).Where(key => !keys.Contains(key) && !Keys.IsSynthesized(key, official.IsRecord))];
    }
}
