namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>What our assemblies expose in Microsoft's namespaces is what the official packages expose, signature for signature.</summary>
public sealed class OfficialSurfaceTests : IDisposable
{
    readonly BuiltAssemblies built = new();

    [Fact]
    public void Every_public_member_in_a_Microsoft_namespace_stands_in_the_contracts()
    {
        var official = OfficialSurface.Require();
        var types = Shipped();
        var shipped = types.Select(TypeNames.Declared).ToHashSet();

        var lines = types.SelectMany(SurfaceRenderer.Lines).ToArray();

        Assert.True(lines.Length > 500, $"only {lines.Length} lines were rendered");
        Lines.None(lines.Where(line => !official.Holds(line, shipped)), "are public here and not official");
    }

    [Fact]
    public void A_method_that_is_shipped_is_shipped_with_all_its_overloads()
    {
        var official = OfficialSurface.Require();
        var ours = Shipped().SelectMany(SurfaceRenderer.Lines).ToHashSet();
        var names = ours.Select(Lines.MethodOf).OfType<string>().ToHashSet();

        var missing = official.Lines.Where(line => Lines.MethodOf(line) is { } name && names.Contains(name) && !ours.Contains(line));

        Lines.None(missing, "are overloads of methods that we ship, and are not here");
    }

    [Fact]
    public void The_programming_models_expose_nothing_of_their_own()
    {
        var own = built.Models.SelectMany(SurfaceRenderer.VisibleTypes).Select(TypeNames.Declared).Where(name => !name.StartsWith("Microsoft.", StringComparison.Ordinal));

        Lines.None(own, "are public types outside the official namespaces");
    }

    public void Dispose() => built.Dispose();

    Type[] Shipped() =>
        [.. built.Runtime.SelectMany(SurfaceRenderer.VisibleTypes).Where(type => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)];
}
