using Asan.Tests;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Durable.Tests;

public sealed class FailuresTests(Postgres postgres)
{
    const string Stray = "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks "
        + "in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    public static TheoryData<string, bool> StrayCode => new MatrixTheoryData<string, bool>(["delay", "run", "no context", "delay beside a timer"], [false, true]);

    [Theory, StickyAndReplayed]
    public async Task A_failed_activity_throws_at_its_call_with_all_that_is_known(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => Breaking(tasks)
            .AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break");
                    return [];
                }
                catch (TaskFailedException failed)
                {
                    var details = failed.FailureDetails;
                    return new[]
                    {
                        failed.Message, failed.TaskName, $"{failed.TaskId}", details.ErrorType, details.ErrorMessage,
                        details.InnerFailure!.ErrorType, details.InnerFailure.ErrorMessage, $"{details.InnerFailure.InnerFailure is null}",
                        $"{details.StackTrace!.Contains(nameof(FailuresTests), StringComparison.Ordinal)}",
                        $"{details.IsCausedBy<InvalidOperationException>()} {details.IsCausedBy<SystemException>()} {details.IsCausedBy<ArgumentException>()}",
                    };
                }
            }), replayed);

        var ended = await host.RunAsync("Catch");

        Assert.Equal(
            [
                "Task 'Break' (#0) failed with an unhandled exception: boom", "Break", "0", "System.InvalidOperationException", "boom",
                "System.ArgumentException", "inner", "True", "True", "True True False",
            ],
            ended.ReadOutputAs<string[]>()!);
    }

    [Theory, StickyAndReplayed]
    public async Task A_failure_nobody_catches_fails_the_instance_with_the_activitys_below_it(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => Breaking(tasks)
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Break")), replayed);

        var ended = await host.RunAsync("Call");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Null(ended.SerializedOutput);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", ended.FailureDetails!.ErrorType);
        Assert.Equal("System.InvalidOperationException", ended.FailureDetails.InnerFailure!.ErrorType);
        Assert.Equal("System.ArgumentException", ended.FailureDetails.InnerFailure.InnerFailure!.ErrorType);
    }

    [Theory, StickyAndReplayed]
    public async Task An_orchestrators_own_exception_is_the_failure_itself(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Throw", async context =>
            {
                await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
                throw new KeyNotFoundException("no such patient");
            })
            .AddOrchestratorFunc("ThrowAtOnce", _ => throw new KeyNotFoundException("at once")), replayed);

        foreach (var (name, message) in new[] { ("Throw", "no such patient"), ("ThrowAtOnce", "at once") })
        {
            var ended = await host.RunAsync(name);

            Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
            Assert.Equal("System.Collections.Generic.KeyNotFoundException", ended.FailureDetails!.ErrorType);
            Assert.Equal(message, ended.FailureDetails.ErrorMessage);
        }
    }

    [Theory, StickyAndReplayed]
    public async Task A_cancelled_orchestrator_fails_as_cancelled(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Cancel", context => context.WaitForExternalEvent<string>("E", TimeSpan.FromMilliseconds(20))), replayed);

        var ended = await host.RunAsync("Cancel");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", ended.FailureDetails!.ErrorType);
    }

    [Theory, StickyAndReplayed]
    public async Task A_task_nobody_registered_fails_its_caller(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("CallActivity", context => context.CallActivityAsync("Nowhere"))
            .AddOrchestratorFunc("CallChild", context => context.CallSubOrchestratorAsync("Nowhere")), replayed);

        var itself = (await host.RunAsync("Nowhere")).FailureDetails!;
        var activity = (await host.RunAsync("CallActivity")).FailureDetails!.InnerFailure!;
        var child = (await host.RunAsync("CallChild")).FailureDetails!.InnerFailure!;

        Assert.Equal(("OrchestratorTaskNotFound", "No orchestrator task named 'Nowhere' was found."), (itself.ErrorType, itself.ErrorMessage));
        Assert.Equal(("ActivityTaskNotFound", "No activity task named 'Nowhere' was found."), (activity.ErrorType, activity.ErrorMessage));
        Assert.Equal("OrchestratorTaskNotFound", child.ErrorType);
    }

    [Theory, StickyAndReplayed]
    public async Task An_input_or_a_result_of_another_type_fails_where_it_is_read(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<int, int>("Number", (_, number) => Task.FromResult(number))
            .AddOrchestratorFunc("CallWithText", context => context.CallActivityAsync<int>("Number", "text"))
            .AddOrchestratorFunc("ReadAsNumber", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("Text");
                }
                catch (System.Text.Json.JsonException)
                {
                    return -1;
                }
            })
            .AddOrchestratorFunc("ReadNothing", context => context.CallActivityAsync<int>("Nothing"))
            .AddActivityFunc<int, int>("Number", (_, number) => number)
            .AddActivityFunc("Text", _ => "text")
            .AddActivityFunc("Nothing", _ => { }), replayed);

        Assert.Equal("System.Text.Json.JsonException", (await host.RunAsync("Number", "text")).FailureDetails!.ErrorType);
        Assert.Equal("System.Text.Json.JsonException", (await host.RunAsync("CallWithText")).FailureDetails!.InnerFailure!.ErrorType);
        Assert.Equal(-1, (await host.RunAsync("ReadAsNumber")).ReadOutputAs<int>());
        Assert.Equal(0, (await host.RunAsync("ReadNothing")).ReadOutputAs<int>());
    }

    [Theory, StickyAndReplayed]
    public async Task Properties_the_application_gives_to_an_exception_reach_the_orchestrator(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(
            postgres,
            tasks => Breaking(tasks).AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break");
                    return "";
                }
                catch (TaskFailedException failed)
                {
                    return string.Join(' ', failed.FailureDetails.Properties!.Select(property => $"{property.Key}={property.Value ?? "null"}"));
                }
            }),
            replayed,
            services: services => services.AddSingleton<IExceptionPropertiesProvider>(new Properties(_ => new Dictionary<string, object?>
            {
                ["code"] = 7,
                ["half"] = 0.5,
                ["ward"] = "ER",
                ["urgent"] = true,
                ["none"] = null,
            })));

        Assert.Equal("code=7 half=0.5 ward=ER urgent=True none=null", (await host.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Properties_that_cannot_be_had_do_not_hide_the_failure(bool replayed)
    {
        foreach (var provider in (Func<Exception, IDictionary<string, object?>?>[])
            [_ => throw new FormatException("of the provider"), _ => new Dictionary<string, object?> { ["zone"] = new Unwritable() }])
        {
            await using var host = await EngineHost.StartAsync(
                postgres,
                tasks => Breaking(tasks).AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>("Break")),
                replayed,
                services: services => services.AddSingleton<IExceptionPropertiesProvider>(new Properties(provider)));

            Assert.Equal("boom", (await host.RunAsync("Call")).FailureDetails!.InnerFailure!.ErrorMessage);
        }
    }

    [Theory, MemberData(nameof(StrayCode))]
    public async Task Waiting_for_what_no_history_holds_fails_the_instance(string code, bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc<string, string>("Stray", async (context, what) =>
            {
                switch (what)
                {
                    case "delay":
                        await Task.Delay(200);
                        break;
                    case "run":
                        await Task.Run(() => context.CallActivityAsync("Work"));
                        break;
                    case "no context":
                        await context.CallActivityAsync("Work").ConfigureAwait(false);
                        await context.CallActivityAsync("Work");
                        break;
                    case "delay beside a timer":
                        var timer = context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
                        await Task.Delay(200);
                        await timer;
                        break;
                }

                return "done";
            })
            .AddActivityFunc("Work", _ => { }), replayed);

        var ended = await host.RunAsync("Stray", code);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", ended.FailureDetails!.ErrorType);
        Assert.Equal(Stray, ended.FailureDetails.ErrorMessage);
    }

    [Theory, StickyAndReplayed]
    public async Task Continuations_that_stay_on_the_orchestrators_thread_are_allowed(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Stay", async context =>
            {
                await Task.Yield();
                var twice = await context.CallActivityAsync<int>("Two").ContinueWith(two => two.Result * 2, TaskScheduler.Current);
                await Task.CompletedTask;
                return twice;
            })
            .AddActivityFunc("Two", _ => 2), replayed);

        Assert.Equal(4, (await host.RunAsync("Stay")).ReadOutputAs<int>());
    }

    [Theory, StickyAndReplayed]
    public async Task What_cannot_be_written_fails_its_instance_and_none_of_its_neighbours(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Bad", context => context.CallActivityAsync("a\0b"))
            .AddOrchestratorFunc("Worse", context => context.CallActivityAsync("a\ud83cb"))
            .AddOrchestratorFunc("Good", context => context.CallActivityAsync<string>("Work"))
            .AddActivityFunc("Work", _ => "good"), replayed);

        var ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => host.BeginAsync(i % 3 == 0 ? "Bad" : i % 5 == 0 ? "Worse" : "Good")));
        var ended = await Task.WhenAll(ids.Select(host.EndAsync));

        Assert.All(ended.Where(e => e.Name == "Good"), good => Assert.Equal("good", good.ReadOutputAs<string>()));
        Assert.All(ended.Where(e => e.Name != "Good"), bad => Assert.Equal(OrchestrationRuntimeStatus.Failed, bad.RuntimeStatus));
    }

    [Theory, StickyAndReplayed]
    public async Task A_value_its_converter_cannot_write_fails_its_instance_and_the_engine_goes_on(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Output", _ => Task.FromResult(new Unwritable()))
            .AddOrchestratorFunc("Status", context => context.SetCustomStatus(new Unwritable()))
            .AddOrchestratorFunc("Restart", context => context.ContinueAsNew(new Unwritable()))
            .AddOrchestratorFunc("Input", context => context.CallActivityAsync("Work", new Unwritable()))
            .AddOrchestratorFunc("Result", context => context.CallActivityAsync("Unwritable"))
            .AddOrchestratorFunc("Good", context => context.CallActivityAsync<string>("Work"))
            .AddActivityFunc("Unwritable", _ => new Unwritable())
            .AddActivityFunc("Work", _ => "good"), replayed);

        foreach (var name in (string[])["Output", "Status", "Restart", "Input", "Result"])
        {
            var ended = await host.RunAsync(name);
            Assert.Equal((name, OrchestrationRuntimeStatus.Failed), (name, ended.RuntimeStatus));
            Assert.Equal("System.TimeZoneNotFoundException", (ended.FailureDetails!.InnerFailure ?? ended.FailureDetails).ErrorType);
        }

        Assert.Equal("good", (await host.RunAsync("Good")).ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task Text_that_is_no_text_is_kept_from_the_database_without_losing_the_failure(bool replayed)
    {
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Throw", _ => throw new InvalidOperationException("half \ud83c and \0 nul"))
            .AddOrchestratorFunc("Nul", context => context.CallActivityAsync<string>("Nul", "a\0b"))
            .AddActivityFunc<string, string>("Nul", (_, text) => text), replayed);

        var thrown = await host.RunAsync("Throw");
        var nul = await host.RunAsync("Nul");

        Assert.Equal("half \ufffd and \0 nul", thrown.FailureDetails!.ErrorMessage);
        Assert.Equal("a\0b", nul.ReadOutputAs<string>());
    }

    [Theory, StickyAndReplayed]
    public async Task A_failing_orchestrator_waits_for_what_it_began(bool replayed)
    {
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(postgres, tasks => tasks
            .AddOrchestratorFunc("Fail", context =>
            {
                _ = context.CallActivityAsync("Work");
                throw new InvalidOperationException("before the work was done");
            })
            .AddActivityFunc("Work", _ => work.Task), replayed);

        var id = await host.BeginAsync("Fail");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.StartedAsync(id)).RuntimeStatus);
        work.SetResult();

        Assert.Equal("before the work was done", (await host.EndAsync(id)).FailureDetails!.ErrorMessage);
    }

    static DurableTaskRegistry Breaking(DurableTaskRegistry tasks) =>
        tasks.AddActivityFunc("Break", _ => throw new InvalidOperationException("boom", new ArgumentException("inner")));

    // Its getter throws what no engine expects.
    sealed class Unwritable
    {
        public string Zone => throw new TimeZoneNotFoundException("nowhere");
    }

    sealed class Properties(Func<Exception, IDictionary<string, object?>?> of) : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => of(exception);
    }
}
