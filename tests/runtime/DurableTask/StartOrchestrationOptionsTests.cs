using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class StartOrchestrationOptionsTests
{
    [Fact]
    public void A_copy_has_everything_of_the_original()
    {
        var options = new StartOrchestrationOptions(InstanceId: "run-1", StartAt: DateTimeOffset.UnixEpoch)
        {
            Tags = new Dictionary<string, string> { ["ward"] = "7" },
            Version = "2",
            DedupeStatuses = ["Running"],
        };

        Assert.Equal(options, new StartOrchestrationOptions(options));
        Assert.Equal("run-2", (options with { InstanceId = "run-2" }).InstanceId);
        Assert.Same(options.Tags, (options with { InstanceId = "run-2" }).Tags);
    }

    [Fact]
    public void Nothing_is_chosen_by_default()
    {
        var options = new StartOrchestrationOptions();

        Assert.Null(options.InstanceId);
        Assert.Null(options.StartAt);
        Assert.Null(options.Version);
        Assert.Null(options.DedupeStatuses);
        Assert.Empty(options.Tags);
    }

    [Fact]
    public void Dedupe_statuses_are_kept_by_name_and_the_rest_stays()
    {
        var options = new StartOrchestrationOptions("run-1").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running);

        Assert.Equal(["Completed", "Running"], options.DedupeStatuses!);
        Assert.Equal("run-1", options.InstanceId);
        Assert.Equal(7, StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Count);
    }
}
