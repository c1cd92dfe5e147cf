using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace Asan.Runtime.DurableTask.Tests.Entities;

public sealed class EntityInstanceIdTests
{
    [Fact]
    public void A_name_is_kept_in_lower_case_and_a_key_as_it_is()
    {
        var id = new EntityInstanceId("Counter", "Ward@7");

        Assert.Equal("@counter@Ward@7", id.ToString());
        Assert.Equal(id, EntityInstanceId.FromString("@COUNTER@Ward@7"));
        Assert.Equal(id, JsonDataConverter.Default.Deserialize<EntityInstanceId>(JsonDataConverter.Default.Serialize(id)));
    }

    [Theory]
    [InlineData("counter@7")]
    [InlineData("@counter")]
    [InlineData("@@7")]
    [InlineData("")]
    public void Text_of_another_form_is_refused(string text) => Assert.ThrowsAny<ArgumentException>(() => EntityInstanceId.FromString(text));

    [Fact]
    public void A_name_has_no_at_sign() => Assert.Throws<ArgumentException>(() => new EntityInstanceId("a@b", "c"));
}
