using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Functions;

/// <summary>The application's functions, each of them checked.</summary>
sealed class FunctionCatalog
{
    public FunctionCatalog(IEnumerable<FunctionDescriptor> functions)
    {
        Functions = [.. functions];
        FunctionsRefusedException.ThrowIfAny(FunctionRules.Broken(Functions));
    }

    public IReadOnlyList<FunctionDescriptor> Functions { get; }

    /// <summary>Declared with something this host does not do yet; named in the log at start, never called.</summary>
    public IEnumerable<FunctionDescriptor> Unserved => Functions.Where(function => function.Unserved is not null);

    public IEnumerable<FunctionDescriptor> Http => Served<HttpTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Orchestrators => Served<OrchestrationTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Activities => Served<ActivityTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Timers => Served<TimerTriggerAttribute>();

    /// <summary>Whether any function starts, asks or is a durable task, or is remembered beside them.</summary>
    public bool NeedsDurable =>
        Orchestrators.Any() || Activities.Any() || Timers.Any()
        || Functions.Any(function => function.Parameters.Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute))));

    IEnumerable<FunctionDescriptor> Served<T>() => Functions.Where(function => function.Trigger is T && function.Unserved is null);
}
