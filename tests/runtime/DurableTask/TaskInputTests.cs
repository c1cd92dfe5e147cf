using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class TaskInputTests
{
    static readonly ITaskOrchestrator Text = FuncTaskOrchestrator.Create<string, string>((_, input) => Task.FromResult($"got {input ?? "null"}"));

    static readonly ITaskActivity Number = FuncTaskActivity.Create<int, int>((_, input) => Task.FromResult(input + 1));

    [Fact]
    public async Task A_task_says_its_types_and_takes_an_input_of_its_type()
    {
        Assert.Equal((typeof(string), typeof(string)), (Text.InputType, Text.OutputType));
        Assert.Equal("got a", await Text.RunAsync(new FakeContext(), "a"));
        Assert.Equal(2, await Number.RunAsync(new FakeActivityContext(), 1));
    }

    [Fact]
    public async Task An_input_of_another_type_is_refused_with_both_named()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Text.RunAsync(new FakeContext(), 5));
        Assert.Equal("Input type 'System.Int32' does not match expected type 'System.String'.", error.Message);

        await Assert.ThrowsAsync<ArgumentException>(() => Number.RunAsync(new FakeActivityContext(), "five"));
    }

    [Fact]
    public async Task Null_is_passed_on_as_the_types_default()
    {
        Assert.Equal("got null", await Text.RunAsync(new FakeContext(), null));
        Assert.Equal(1, await Number.RunAsync(new FakeActivityContext(), null));
    }

    [Fact]
    public async Task A_task_needs_its_context()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Text.RunAsync(null!, "a"));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Number.RunAsync(null!, 1));
    }

    [Fact]
    public void A_function_is_needed()
    {
        Assert.Throws<ArgumentNullException>(() => FuncTaskOrchestrator.Create<int, int>(null!));
        Assert.Throws<ArgumentNullException>(() => FuncTaskActivity.Create<int, int>(null!));
    }

    sealed class FakeActivityContext : TaskActivityContext
    {
        public override TaskName Name => "Number";

        public override string InstanceId => "i";
    }
}
