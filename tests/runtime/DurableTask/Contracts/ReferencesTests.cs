namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>What the application's own assemblies use of the programming models exists in the official packages too.</summary>
public sealed class ReferencesTests
{
    [Theory]
    [InlineData("Asan.Workflows")]
    [InlineData("Asan.Functions")]
    public void An_assembly_refers_to_official_types_and_members_only(string assembly)
    {
        var path = BuiltAssemblies.PathOf(assembly);

        Lines.None(Unofficial(path), $"are referred to by {assembly} and not official");
        Assert.NotEmpty(References.In(path));
    }

    [Fact]
    public void A_reference_to_what_the_official_packages_lack_is_found()
    {
        // These very tests use hundreds of official members, and these few that are ours alone.
        var found = Unofficial(typeof(ReferencesTests).Assembly.Location).Select(key => key.Split('(')[0]).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Microsoft.DurableTask.DurableTaskRegistry.TryGetActivity",
                "Microsoft.DurableTask.DurableTaskRegistry.TryGetOrchestrator",
                "Microsoft.DurableTask.RetryPolicy.ShouldHandle",
                "Microsoft.DurableTask.TaskFailureDetails.FromException",
                "Microsoft.DurableTask.TaskOptions.ThrowIfPassedAsInput",
            ],
            found);
    }

    static string[] Unofficial(string path)
    {
        var official = OfficialSurface.Require();
        var keys = official.Lines.SelectMany(Keys.Of).ToHashSet();
        return [.. References.In(path).Where(key => !keys.Contains(key) && !Keys.IsSynthesized(key, official.IsRecord))];
    }
}
