using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace Asan.Runtime.DurableTask.Tests.Client;

public sealed class OrchestrationMetadataTests
{
    [Fact]
    public void Payloads_are_read_by_the_converter_that_came_with_them()
    {
        var instance = new OrchestrationMetadata("Load", "run-1")
        {
            DataConverter = JsonDataConverter.Default,
            SerializedInput = "7",
            SerializedOutput = "\"done\"",
            SerializedCustomStatus = "[1,2]",
        };

        Assert.Equal(7, instance.ReadInputAs<int>());
        Assert.Equal("done", instance.ReadOutputAs<string>());
        Assert.Equal([1, 2], instance.ReadCustomStatusAs<int[]>()!);
    }

    [Fact]
    public void Payloads_that_were_not_fetched_cannot_be_read()
    {
        var instance = new OrchestrationMetadata("Load", "run-1") { SerializedInput = "7" };

        Assert.Contains("ReadInputAs", Assert.Throws<InvalidOperationException>(() => instance.ReadInputAs<int>()).Message);
        Assert.Throws<InvalidOperationException>(() => instance.ReadOutputAs<int>());
        Assert.Throws<InvalidOperationException>(() => instance.ReadCustomStatusAs<int>());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, true, false)]
    [InlineData(OrchestrationRuntimeStatus.Pending, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, false, true)]
    public void A_status_is_running_or_completed_or_neither(OrchestrationRuntimeStatus status, bool running, bool completed)
    {
        var instance = new OrchestrationMetadata("Load", "run-1") { RuntimeStatus = status };

        Assert.Equal((running, completed), (instance.IsRunning, instance.IsCompleted));
    }

    [Fact]
    public void As_text_it_says_what_it_is_and_cuts_long_payloads()
    {
        var instance = new OrchestrationMetadata("Load", "run-1")
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Failed,
            CreatedAt = DateTimeOffset.UnixEpoch,
            LastUpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(5),
            SerializedInput = new string('x', 60),
            FailureDetails = new("System.Exception", "boom", null, null, null),
        };

        Assert.Equal(
            "[Name: 'Load', ID: 'run-1', RuntimeStatus: Failed, CreatedAt: 1970-01-01T00:00:00, LastUpdatedAt: 1970-01-01T00:00:05, "
            + $"Input: '{new string('x', 50)}...', FailureDetails: 'System.Exception - boom']",
            instance.ToString());
    }
}
