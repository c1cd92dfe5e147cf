using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Converters;

namespace Asan.Runtime.DurableTask.Tests.Converters;

public sealed class JsonDataConverterTests
{
    static readonly JsonDataConverter Json = JsonDataConverter.Default;

    [Fact]
    public void Null_is_no_text_and_no_text_is_null()
    {
        Assert.Null(Json.Serialize(null));
        Assert.Null(Json.Deserialize(null, typeof(string)));
        Assert.Equal(0, Json.Deserialize<int>(null));
        Assert.Null(Json.Deserialize<string>("null"));
    }

    [Fact]
    public void A_record_comes_back_equal()
    {
        var text = Json.Serialize(new Patient(7, "ward"));

        Assert.Equal("""{"Id":7,"Ward":"ward"}""", text);
        Assert.Equal(new Patient(7, "ward"), Json.Deserialize<Patient>(text));
    }

    [Fact]
    public void Fields_are_stored_too()
    {
        var text = Json.Serialize((Id: 7, Ward: "a"));

        Assert.Equal("""{"Item1":7,"Item2":"a"}""", text);
        Assert.Equal((7, "a"), Json.Deserialize<(int, string)>(text));
    }

    [Fact]
    public void A_bare_union_loses_its_case_and_one_inside_a_record_keeps_it()
    {
        Assert.Equal("""{"Why":"no"}""", Json.Serialize((Answer)new Answer.Refused("no")));
        Assert.Throws<NotSupportedException>(() => Json.Deserialize<Answer>("""{"Why":"no"}"""));

        var kept = Json.Deserialize<Result>(Json.Serialize(new Result(new Answer.Refused("no"))));
        Assert.Equal(new Result(new Answer.Refused("no")), kept);
    }

    [Fact]
    public void Options_of_ones_own_are_used()
    {
        var web = new JsonDataConverter(new JsonSerializerOptions(JsonSerializerDefaults.Web));

        Assert.Equal("""{"id":7,"ward":"a"}""", web.Serialize(new Patient(7, "a")));
    }

    [Fact]
    public void Text_that_does_not_fit_is_an_exception_of_the_serializer() => Assert.Throws<JsonException>(() => Json.Deserialize<int>("\"seven\""));

    sealed record Patient(int Id, string Ward);

    sealed record Result(Answer Value);

    [JsonDerivedType(typeof(Refused), "refused")]
    abstract record Answer
    {
        public sealed record Refused(string Why) : Answer;
    }
}
