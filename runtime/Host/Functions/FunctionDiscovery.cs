using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Functions;

/// <summary>Finds the functions of an application: its entry assembly's, and those of the assemblies it references.</summary>
static class FunctionDiscovery
{
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static readonly string[] Platform = ["System.", "Microsoft.", "Asan.Runtime."];

    static readonly string Model = typeof(FunctionAttribute).Assembly.GetName().Name!;

    public static IEnumerable<FunctionDescriptor> Find(Assembly entry) => Find(WithReferences(entry).SelectMany(assembly => assembly.GetTypes()));

    public static IEnumerable<FunctionDescriptor> Find(IEnumerable<Type> types) =>
        from type in types
        from method in type.GetMethods(Declared)
        let function = method.GetCustomAttribute<FunctionAttribute>(inherit: false)
        where function is not null
        select new FunctionDescriptor(function.Name, method);

    // Only an assembly that knows the model can hold functions.
    static IEnumerable<Assembly> WithReferences(Assembly entry) =>
    [
        entry,
        .. entry.GetReferencedAssemblies()
            .Where(reference => !IsPlatform(reference.Name!))
            .Select(Assembly.Load)
            .Where(assembly => assembly.GetReferencedAssemblies().Any(reference => reference.Name == Model)),
    ];

    // Nor are these loaded to be asked: there are many, and they are not the application's.
    static bool IsPlatform(string name) => Platform.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || name is "System" or "mscorlib" or "netstandard";
}
