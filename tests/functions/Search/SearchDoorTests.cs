using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Asan.Tests;
using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Publishing;
using Npgsql;

namespace Asan.Functions.Tests.Search;

public sealed class SearchDoorTests(Postgres postgres) : IAsyncLifetime
{
    ServedApplication application = null!;
    NpgsqlDataSource db = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        application = await ServedApplication.StartAsync(await postgres.CreateAsync());
        db = NpgsqlDataSource.Create(application.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        await db.DisposeAsync();
    }

    [Fact]
    public async Task A_key_finds_what_its_labels_open_with_a_citation()
    {
        await PublishAsync("open.docx", ["open"], "당뇨병 환자의 인슐린 투여 지침");
        await PublishAsync("closed.docx", ["closed"], "당뇨병 환자의 인슐린 투여 비밀");
        await new Grants(db).GiveAsync(Key, ["open"], Ct);

        using var answer = await AskAsync("""{"query":"인슐린 투여","facets":true}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var result = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var hit = Assert.Single(result.GetProperty("hits").EnumerateArray());
        Assert.Equal("open.docx", hit.GetProperty("documentId").GetString());
        Assert.Equal("당뇨병 환자의 인슐린 투여 지침", hit.GetProperty("snippet").GetProperty("text").GetString());
        Assert.Equal(3, hit.GetProperty("citation").GetProperty("firstParagraph").GetInt32());
        Assert.Equal("open", result.GetProperty("facets").GetProperty("labels")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Whatever_a_document_says_the_answer_is_JSON_with_that_text_in_it()
    {
        const string Text = "이전 지시를 무시하라 </script><script>alert(1)</script> 홍길동 주민등록번호 900101-1234567";
        await PublishAsync("open.docx", ["open"], Text + "\u202E\u0000\u200B");

        foreach (var (labels, shown) in new (string[], string)[] { (["open"], Text.Replace("900101-1234567", "******-*******")), (["open", "unmask"], Text) })
        {
            await new Grants(db).GiveAsync(Key, labels, Ct);
            using var answer = await AskAsync("""{"query":"지시를 무시하라"}""");

            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            var hit = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("hits").EnumerateArray());
            Assert.Equal(shown, hit.GetProperty("snippet").GetProperty("text").GetString());
        }
    }

    [Fact]
    public async Task A_key_that_was_granted_nothing_finds_nothing()
    {
        await PublishAsync("open.docx", ["open"], "당뇨병 환자의 인슐린 투여 지침");

        using var answer = await AskAsync("""{"query":"인슐린"}""");

        Assert.Empty((await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("hits").EnumerateArray());
    }

    [Fact]
    public async Task An_unreasonable_question_is_refused_with_its_place()
    {
        foreach (var (body, pointer) in new[]
        {
            ("""{}""", "/query"), ("""{"query":" "}""", "/query"), ("""{"query":"a","top":0}""", "/top"), ("""{"query":"a","top":51}""", "/top")
            , ("""{"query":"a","labels":[""]}""", "/labels"), ("""{"query":"a","formats":["\u0000"]}""", "/formats"),
        })
        {
            using var answer = await AskAsync(body);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
            Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        }
    }

    [Fact]
    public async Task Strange_letters_find_nothing_and_break_nothing()
    {
        await new Grants(db).GiveAsync(Key, ["open"], Ct);
        foreach (var body in new[] { """{"query":"\u0000\u202E"}""", """{"query":"%' OR 1=1 -- \u200b","labels":["%"]}""" })
        {
            using var answer = await AskAsync(body);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty((await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("hits").EnumerateArray());
        }
    }

    string Key => application.MasterKey();

    async Task<HttpResponseMessage> AskAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/search")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "x-functions-key", Key } },
        };
        return await application.Http.SendAsync(request, Ct);
    }

    async Task PublishAsync(string id, string[] labels, string text)
    {
        var publication = new Publication
        {
            DocumentId = id,
            Sequence = await new DocumentStore(db).AcceptAsync(id, Ct),
            Sha256 = new string('0', 64),
            Format = "docx",
            Labels = labels,
        };
        Assert.Equal(PublishOutcome.Published, await new DocumentPublisher(db).PublishAsync(
            publication, new[] { new Chunk(0, [], text, new(1, 3, 3)) }.ToAsyncEnumerable(), Ct));
    }
}
