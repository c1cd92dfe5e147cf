using System.Reflection;
using Asan.Runtime.Host.Functions;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Makes a function callable, or says why it cannot be.</summary>
static class BinderSearch
{
    // A parameter that nothing can become (find gives null) adds a sentence to the reasons, and the function is null then.
    public static ServedFunction? Bind(FunctionDescriptor descriptor, Func<ParameterInfo, ParameterBinder?> find, ICollection<string> reasons)
    {
        var binders = new Dictionary<string, ParameterBinder>();
        foreach (var parameter in descriptor.Parameters)
        {
            if (find(parameter) is { } binder)
                binders[parameter.Name!] = binder;
            else
                reasons.Add($"{descriptor} takes {parameter.ParameterType.Name} {parameter.Name}, which nothing of its trigger can become: services come through the constructor");
        }

        return binders.Count == descriptor.Parameters.Length ? new ServedFunction(descriptor, binders) : null;
    }
}
