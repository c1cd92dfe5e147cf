using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Asan.Runtime.Host.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Asan.Runtime.Host.Functions;

/// <summary>What every function must be, whatever its trigger. The official SDK says the same at build time.</summary>
static partial class FunctionRules
{
    /// <returns>One sentence for each rule that is broken.</returns>
    public static IEnumerable<string> Broken(IReadOnlyList<FunctionDescriptor> functions)
    {
        foreach (var twice in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"the name {twice.Key} is used by {string.Join(" and ", twice.Select(function => function.EntryPoint))}: names are unique, ignoring case";

        foreach (var function in functions)
            foreach (var broken in Broken(function))
                yield return $"{function} {broken}";
    }

    static IEnumerable<string> Broken(FunctionDescriptor function)
    {
        var method = function.Method;
        var type = method.DeclaringType!;

        if (!Name().IsMatch(function.Name))
            yield return "has a name that is not a letter followed by at most 127 letters, digits, '_' and '-'";
        if (!method.IsPublic || !type.IsVisible)
            yield return "is not public: the method and the classes around it must be";
        if (method.ContainsGenericParameters || type.ContainsGenericParameters)
            yield return "is generic: a host cannot choose the types";
        if (!method.IsStatic && type.IsAbstract)
            yield return "is an instance method of an abstract class: it cannot be created";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            yield return "is async void: return a Task, or nobody waits for it and its exceptions end the process";

        if (method.IsDefined(typeof(RetryAttribute), inherit: true) && function.Trigger is not TimerTriggerAttribute)
            yield return "has a retry attribute, which only a timer heeds";

        foreach (var broken in Parameters(function).Concat(BlobRules.Broken(function)))
            yield return broken;
    }

    static IEnumerable<string> Parameters(FunctionDescriptor function)
    {
        var triggers = function.Parameters.Count(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true));
        if (triggers != 1)
            yield return triggers == 0 ? "has no trigger: one parameter must carry one, such as [HttpTrigger]" : "has several triggers: it can have one";

        foreach (var parameter in function.Parameters)
        {
            if (parameter.GetCustomAttributes<BindingAttribute>().Count() > 1)
                yield return $"has more than one binding on its parameter {parameter.Name}";
            if (parameter.ParameterType.IsByRef)
                yield return $"takes {parameter.Name} by reference, which a host cannot bind";
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex Name();
}
