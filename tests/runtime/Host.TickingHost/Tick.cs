using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Ticking;

/// <summary>Every second. It takes part of the second, so that a kill finds it at work now and then.</summary>
public sealed class Tick(Ledger ledger)
{
    [Function("Tick")]
    public async Task RunAsync([TimerTrigger("* * * * * *")] TimerInfo timer)
    {
        var tick = await ledger.BeginAsync(Environment.GetEnvironmentVariable("ASAN_TICK_NAME") ?? "", timer.ScheduleStatus!.Next, timer.IsPastDue);
        await Task.Delay(Random.Shared.Next(50, 400));
        await ledger.EndAsync(tick);
    }
}
