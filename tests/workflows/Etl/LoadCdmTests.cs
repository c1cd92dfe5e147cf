using Asan.Workflows.Etl;
using Asan.Workflows.Etl.Runs;
using Microsoft.DurableTask;

namespace Asan.Tests.Etl;

public sealed class LoadCdmTests
{
    static readonly LoadRequest Load = new("run-1", "synthea", "hospital", null);

    readonly Dictionary<string, Task<object?>> answers = [];
    bool staged = true;

    [Fact]
    public async Task Steps_run_in_order_and_each_is_written_down_before_and_after()
    {
        var context = Context();

        var result = await new LoadCdm().RunAsync(context, Load);

        Assert.Equal("run-1", result.RunId);
        Assert.Equal(LoadCdm.Steps.Take(5).Append(LoadCdm.Steps[10]).Append(LoadCdm.Steps[11]).Append(LoadCdm.Steps[12]), StepsOf(context).Where(step => !SideBySide(step)));
        Assert.Equal(26, Records(context).Count());
        Assert.Equal([RunStatus.Running, RunStatus.Succeeded], Records(context).Where(record => record.Number == 13).Select(record => record.Status));
        Assert.Equal([false, true], RunRecords(context).Select(record => record.HasEnded));
        Assert.Equal((13, 13, 0), context.CustomStatus is LoadProgress progress ? (progress.Done, progress.Of, progress.Running.Count) : default);
    }

    [Fact]
    public async Task The_event_tables_are_loaded_side_by_side()
    {
        var held = new TaskCompletionSource<object?>();
        foreach (var step in LoadCdm.Steps.Where(SideBySide))
            answers[step] = held.Task;
        var context = Context();

        var load = new LoadCdm().RunAsync(context, Load);

        Assert.Equal(LoadCdm.Steps.Take(10), StepsOf(context));
        Assert.Equal(LoadCdm.Steps.Where(SideBySide), ((LoadProgress)context.CustomStatus!).Running);
        held.SetResult(new StepReport([]));
        await load;
        Assert.Equal(LoadCdm.Steps, StepsOf(context));
    }

    [Fact]
    public async Task A_failed_step_ends_the_load_before_it_is_published_and_says_why()
    {
        answers["LoadPersons"] = Failed(new LoadRefusedException("patients.csv lacks the column GENDER, which a load needs."));
        var context = Context();

        var failure = await Assert.ThrowsAsync<LoadFailedException>(() => new LoadCdm().RunAsync(context, Load));

        Assert.Equal("patients.csv lacks the column GENDER, which a load needs.", failure.Message);
        Assert.Equal(LoadCdm.Steps.Take(4), StepsOf(context));
        Assert.Equal([nameof(DropUnpublished), nameof(RecordRun)], context.Calls.TakeLast(2).Select(call => call.Name));
        Assert.Equal(failure.Message, RunRecords(context).Last().Error);
        Assert.Equal([RunStatus.Running, RunStatus.Failed], Records(context).Where(record => record.Number == 4).Select(record => record.Status));
    }

    [Fact]
    public async Task The_steps_beside_a_failed_one_are_waited_for_before_anything_is_taken_away()
    {
        var (broken, held) = (new TaskCompletionSource<object?>(), new TaskCompletionSource<object?>());
        answers["LoadConditions"] = broken.Task;
        answers["LoadObservations"] = held.Task;
        var context = Context();

        var load = new LoadCdm().RunAsync(context, Load);

        broken.SetException(new TaskFailedException("LoadConditions", 1, TaskFailureDetails.FromException(new InvalidOperationException("broken"))));
        Assert.DoesNotContain(nameof(DropUnpublished), context.Calls.Select(call => call.Name));
        held.SetResult(new StepReport([]));
        await Assert.ThrowsAsync<LoadFailedException>(() => load);
        Assert.Contains(nameof(DropUnpublished), context.Calls.Select(call => call.Name));
    }

    [Theory]
    [InlineData(nameof(LoadVocabulary))]
    [InlineData("LoadVisits")]
    [InlineData("PublishCdm")]
    public async Task A_load_whose_staged_rows_were_lost_is_built_again(string step)
    {
        staged = false;
        answers[step] = Failed(new LoadRefusedException("The staged rows are gone."));
        var context = Context();
        context.Answered = name =>
        {
            if (name == nameof(IsStaged))
                answers.Remove(step);
        };

        await new LoadCdm().RunAsync(context, Load);

        Assert.Equal(2, StepsOf(context).Count(name => name == nameof(StageSources)));
        Assert.Equal(LoadCdm.Steps, StepsOf(context).TakeLast(13));
        Assert.Null(RunRecords(context).Last().Error);
    }

    [Fact]
    public async Task A_database_that_crashes_during_each_build_ends_the_load_at_last()
    {
        staged = false;
        answers["LoadVisits"] = Failed(new LoadRefusedException("The staged rows are gone."));
        var context = Context();

        await Assert.ThrowsAsync<LoadFailedException>(() => new LoadCdm().RunAsync(context, Load));

        Assert.Equal(3, StepsOf(context).Count(name => name == nameof(StageSources)));
    }

    [Fact]
    public async Task A_step_that_fails_for_another_reason_is_not_built_again()
    {
        answers["LoadVisits"] = Failed(new InvalidOperationException("broken"));
        var context = Context();

        await Assert.ThrowsAsync<LoadFailedException>(() => new LoadCdm().RunAsync(context, Load));

        Assert.Equal(1, StepsOf(context).Count(name => name == nameof(StageSources)));
    }

    [Fact]
    public async Task A_refused_source_is_not_tried_again()
    {
        staged = false;
        answers[nameof(StageSources)] = Failed(new LoadRefusedException("no"));
        var context = Context();

        await Assert.ThrowsAsync<LoadFailedException>(() => new LoadCdm().RunAsync(context, Load));

        Assert.Equal([nameof(StageSources)], StepsOf(context));
    }

    FakeContext Context() => new((name, _) => answers.TryGetValue(name, out var answer) ? answer : Task.FromResult<object?>(name switch
    {
        nameof(RecordRun) or nameof(RecordStep) or nameof(DropUnpublished) => true,
        nameof(IsStaged) => staged,
        _ => new StepReport([new(name, 1, 1, 0)]),
    }));

    static Task<object?> Failed(Exception exception) =>
        Task.FromException<object?>(new TaskFailedException("step", 1, TaskFailureDetails.FromException(exception)));

    static bool SideBySide(string step) => LoadCdm.Steps.Skip(5).Take(5).Contains(step);

    static IEnumerable<string> StepsOf(FakeContext context) => context.Calls.Select(call => call.Name).Where(LoadCdm.Steps.Contains);

    static IEnumerable<StepRecord> Records(FakeContext context) => context.Calls.Select(call => call.Input).OfType<StepRecord>();

    static IEnumerable<RunRecord> RunRecords(FakeContext context) => context.Calls.Select(call => call.Input).OfType<RunRecord>();
}
