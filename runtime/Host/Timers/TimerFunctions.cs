using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Timers;

/// <summary>The application's timers, checked and made callable.</summary>
sealed class TimerFunctions
{
    /// <exception cref="FunctionsRefusedException">One of them cannot be served.</exception>
    public TimerFunctions(FunctionCatalog catalog, IConfiguration configuration)
    {
        var reasons = new List<string>();
        var zone = ScheduleZone.Find(configuration[ScheduleZone.Setting]);
        var all = new List<TimerFunction>();
        foreach (var descriptor in catalog.Timers)
        {
            var trigger = (TimerTriggerAttribute)descriptor.Trigger!;
            var function = BinderSearch.Bind(descriptor, parameter => TimerBinders.Find(parameter), reasons);
            var schedule = Try(() => Schedule.Parse(SettingReferences.Resolve(trigger.Schedule, configuration).Trim(), zone),
                clause => $"{descriptor} has the schedule '{trigger.Schedule}', which {clause}", reasons);
            var retry = Try(() => FunctionRetry.Of(descriptor), sentence => $"{descriptor} {sentence}", reasons);
            if (function is not null && schedule is not null && retry is not null)
                all.Add(new(function, schedule, trigger.UseMonitor, trigger.RunOnStartup, retry));
        }

        FunctionsRefusedException.ThrowIfAny(reasons);
        All = all;
    }

    public IReadOnlyList<TimerFunction> All { get; }

    static T? Try<T>(Func<T> make, Func<string, string> because, List<string> reasons) where T : class
    {
        try
        {
            return make();
        }
        catch (FormatException e)
        {
            reasons.Add(because(e.Message));
            return null;
        }
    }
}
