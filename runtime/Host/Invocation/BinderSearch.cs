using System.Reflection;
using Asan.Runtime.Host.Functions;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Makes a function callable, or says why it cannot be.</summary>
static class BinderSearch
{
    /// <param name="find">Gives a parameter's binder, or null where nothing can become it.</param>
    /// <param name="reasons">Gets one sentence for each parameter without a binder.</param>
    /// <returns>Null when a parameter has no binder.</returns>
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
