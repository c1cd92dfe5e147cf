using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class TaskNameTests
{
    [Fact]
    public void Names_that_differ_only_in_case_are_equal_and_hash_alike()
    {
        TaskName a = "LoadCdm", b = "LOADcdm";

        Assert.True(a == b);
        Assert.False(a != b);
        Assert.True(a.Equals((object)b));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Fact]
    public void Other_names_are_not_equal() => Assert.NotEqual(new TaskName("LoadCdm"), new TaskName("LoadCdm2"));

    [Fact]
    public void An_empty_or_absent_text_is_the_default_name()
    {
        Assert.Equal(default, (TaskName)"");
        Assert.Equal(default, (TaskName)null!);
        Assert.Equal(default, new TaskName(null!));
        Assert.Equal(0, default(TaskName).GetHashCode());
    }

    [Fact]
    public void A_name_keeps_its_case_as_text()
    {
        TaskName name = "LoadCdm";

        Assert.Equal("LoadCdm", name.ToString());
        Assert.Equal("LoadCdm", (string)name);
    }
}
