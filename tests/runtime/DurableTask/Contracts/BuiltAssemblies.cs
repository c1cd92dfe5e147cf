using System.Reflection;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The assemblies of the built application, to be read and never run.</summary>
sealed class BuiltAssemblies : IDisposable
{
    static readonly string Folder = typeof(BuiltAssemblies).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ApplicationFolder").Value!;

    readonly MetadataLoadContext context = new(new PathAssemblyResolver(
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator), .. Directory.GetFiles(Folder, "*.dll")]));

    /// <summary>The four assemblies of runtime/.</summary>
    public IReadOnlyList<Assembly> Runtime => [.. Directory.GetFiles(Folder, "Asan.Runtime.*.dll").Order().Select(context.LoadFromAssemblyPath)];

    /// <summary>The two programming models, whose public types are the official ones and no others.</summary>
    public IEnumerable<Assembly> Models => Runtime.Where(assembly => assembly.GetName().Name is "Asan.Runtime.DurableTask" or "Asan.Runtime.Functions");

    public static string PathOf(string assembly) => Path.Combine(Folder, $"{assembly}.dll");

    public void Dispose() => context.Dispose();
}
