using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Functions;

/// <summary>The application's functions, each of them checked.</summary>
sealed class FunctionCatalog
{
    readonly Func<string, bool> isDisabled;

    /// <param name="isDisabled">By a function's name; null: none is.</param>
    public FunctionCatalog(IEnumerable<FunctionDescriptor> functions, Func<string, bool>? isDisabled = null)
    {
        this.isDisabled = isDisabled ?? (_ => false);
        Functions = [.. functions];
        FunctionsRefusedException.ThrowIfAny(FunctionRules.Broken(Functions));
    }

    public IReadOnlyList<FunctionDescriptor> Functions { get; }

    /// <summary>Declared with something this host does not do yet; named in the log at start, never called.</summary>
    public IEnumerable<FunctionDescriptor> Unserved => Functions.Where(function => function.Unserved is not null && !IsDisabled(function));

    /// <summary>Left out by settings.</summary>
    public IEnumerable<FunctionDescriptor> Disabled => Functions.Where(IsDisabled);

    public IEnumerable<FunctionDescriptor> Http => Served<HttpTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Orchestrators => Served<OrchestrationTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Activities => Served<ActivityTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Timers => Served<TimerTriggerAttribute>();

    public IEnumerable<FunctionDescriptor> Blobs => Served<BlobTriggerAttribute>();

    /// <summary>Whether any function reads or writes blobs, or is called for them.</summary>
    public bool NeedsBlobs => Functions.Any(function => function.HasBlobs && !IsDisabled(function));

    /// <summary>Whether any function starts, asks or is a durable task, or is remembered beside them.</summary>
    public bool NeedsDurable =>
        Orchestrators.Any() || Activities.Any() || Timers.Any() || Blobs.Any()
        || Functions.Any(function => !IsDisabled(function) && function.Parameters.Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute))));

    public bool IsDisabled(FunctionDescriptor function) => isDisabled(function.Name);

    IEnumerable<FunctionDescriptor> Served<T>() =>
        Functions.Where(function => function.Trigger is T && function.Unserved is null && !IsDisabled(function));
}
