using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Durable;

/// <summary>Orchestrators and activities that are declared by attribute, made callable.</summary>
sealed class DurableFunctions
{
    readonly List<(string Name, ServedFunction Function)> orchestrators;
    readonly List<(string Name, ServedFunction Function)> activities;

    public DurableFunctions(FunctionCatalog catalog)
    {
        var reasons = new List<string>();
        orchestrators = [.. Bind(catalog.Orchestrators, trigger => (trigger as OrchestrationTriggerAttribute)?.Orchestration, reasons)];
        activities = [.. Bind(catalog.Activities, trigger => (trigger as ActivityTriggerAttribute)?.Activity, reasons)];
        FunctionsRefusedException.ThrowIfAny(reasons);
    }

    public void AddTo(DurableTaskRegistry registry, FunctionPipeline pipeline, IServiceProvider services)
    {
        foreach (var (name, function) in orchestrators)
            registry.AddOrchestrator(name, () => new FunctionOrchestrator(function, services));
        foreach (var (name, function) in activities)
            registry.AddActivity(name, scope => new FunctionActivity(function, pipeline, scope));
    }

    static IEnumerable<(string, ServedFunction)> Bind(
        IEnumerable<FunctionDescriptor> functions, Func<Attribute, string?> nameOf, List<string> reasons)
    {
        foreach (var function in functions)
            if (BinderSearch.Bind(function, parameter => DurableBinders.Find(function, parameter), reasons) is { } served)
                yield return (nameOf(function.Trigger!) ?? function.Name, served);
    }
}
