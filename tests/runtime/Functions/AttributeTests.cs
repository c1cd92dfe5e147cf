using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Functions.Tests;

/// <summary>Attributes hold what their constructors were given, traps of the official ones included.</summary>
public sealed class AttributeTests
{
    [Fact]
    public void An_HTTP_trigger_says_Function_only_when_nothing_at_all_was_passed()
    {
        Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute().AuthLevel);
        Assert.Equal(AuthorizationLevel.Anonymous, new HttpTriggerAttribute("get").AuthLevel);
        Assert.Equal(AuthorizationLevel.Admin, new HttpTriggerAttribute(AuthorizationLevel.Admin).AuthLevel);
        Assert.Equal(AuthorizationLevel.System, new HttpTriggerAttribute(AuthorizationLevel.System, "get", "post").AuthLevel);
    }

    [Fact]
    public void An_HTTP_trigger_without_methods_has_none()
    {
        Assert.Null(new HttpTriggerAttribute().Methods);
        Assert.Null(new HttpTriggerAttribute(AuthorizationLevel.Admin).Methods);
        Assert.Equal(["get", "post"], new HttpTriggerAttribute("get", "post").Methods!);
        Assert.Equal(["get"], new HttpTriggerAttribute(AuthorizationLevel.Admin, "get").Methods!);
    }

    [Fact]
    public void A_timer_remembers_its_runs_unless_told_otherwise()
    {
        Assert.True(new TimerTriggerAttribute("0 0 2 * * *").UseMonitor);
        Assert.False(new TimerTriggerAttribute("0 0 2 * * *").RunOnStartup);
    }

    [Theory]
    [InlineData(typeof(int), false)]
    [InlineData(typeof(int?), true)]
    [InlineData(typeof(string), true)]
    public void A_parameter_knows_whether_it_may_be_null(Type type, bool nullable) =>
        Assert.Equal(nullable, new FunctionParameter("name", type).IsReferenceOrNullableType);

    [Fact]
    public void Headers_keep_several_values_of_one_name_and_values_that_no_standard_allows()
    {
        var headers = new HttpHeadersCollection(
            [KeyValuePair.Create("X-Many", (IEnumerable<string>)["one", "two"]), KeyValuePair.Create("Date", (IEnumerable<string>)["not a date"])]);

        Assert.Equal(["one", "two"], headers.GetValues("x-many"));
        Assert.Equal(["not a date"], headers.GetValues("Date"));
    }
}
