using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class TaskVersionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Null_and_empty_are_unversioned(string? text)
    {
        TaskVersion version = text;

        Assert.Equal(TaskVersion.Unversioned, version);
        Assert.Equal(default(TaskVersion).GetHashCode(), version.GetHashCode());
        Assert.Equal("", version.Version);
    }

    [Fact]
    public void White_space_alone_is_refused() => Assert.Throws<ArgumentException>(() => new TaskVersion("  "));

    [Fact]
    public void Case_does_not_matter()
    {
        Assert.True(new TaskVersion("2-Beta") == new TaskVersion("2-bETA"));
        Assert.True(new TaskVersion("2") != new TaskVersion("3"));
    }
}
