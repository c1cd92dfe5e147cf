using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Functions;

/// <summary>Finds the functions of an application: its entry assembly's, and those of the assemblies it references.</summary>
static class FunctionDiscovery
{
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static readonly string Model = typeof(FunctionAttribute).Assembly.GetName().Name!;

    public static IEnumerable<FunctionDescriptor> Find(Assembly entry) => Find(WithReferences(entry).SelectMany(assembly => assembly.GetTypes()));

    public static IEnumerable<FunctionDescriptor> Find(IEnumerable<Type> types) =>
        from type in types
        from method in type.GetMethods(Declared)
        let function = method.GetCustomAttribute<FunctionAttribute>(inherit: false)
        where function is not null
        select new FunctionDescriptor(function.Name, method);

    // Only assemblies that know the model can hold functions, and only those below the entry assembly that are not the platform's are asked.
    static IEnumerable<Assembly> WithReferences(Assembly entry)
    {
        var seen = new HashSet<string> { entry.GetName().Name! };
        var queue = new Queue<Assembly>([entry]);
        while (queue.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (references.Any(reference => reference.Name == Model))
                yield return assembly;

            foreach (var reference in references.Where(reference => !IsPlatform(reference.Name!) && seen.Add(reference.Name!)))
                queue.Enqueue(Assembly.Load(reference));
        }
    }

    static bool IsPlatform(string name) =>
        name is "System" or "mscorlib" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("Asan.Runtime.", StringComparison.Ordinal) && !name.EndsWith(".Tests", StringComparison.Ordinal);
}
