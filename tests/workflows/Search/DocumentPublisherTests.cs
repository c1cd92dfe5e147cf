using System.Text;
using Asan.Documents;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Publishing;

namespace Asan.Tests.Search;

public sealed class DocumentPublisherTests(Postgres postgres) : IAsyncLifetime
{
    const string Id = "rules/fire.hwpx";

    SearchDatabase database = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await SearchDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task What_was_published_is_shown_whole()
    {
        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), ["safety"]) with
        {
            Title = "소방 계획서\u202E",
            Content = () => new MemoryStream(Encoding.UTF8.GetBytes(new string('가', 200_000))),
            Files = new[] { new EmbeddedFile("plan.png", "image/png", new byte[] { 1, 2, 3 }) }.ToAsyncEnumerable(),
            Warnings = () => [.. Enumerable.Repeat(new ParseWarning(WarningCodes.Missing, "그림이\u202E 없다", "BinData/1.png"), 300)],
        };

        Assert.Equal(PublishOutcome.Published, await database.PublishAsync(publication, "하나", "둘"));

        var shown = await database.Store.FindAsync(Id, Ct);
        Assert.NotNull(shown);
        Assert.Equal(("소방 계획서", 2, 1, publication.Sequence), (shown.Title, shown.Chunks, shown.Files, shown.Sequence));
        Assert.Equal(["safety"], shown.Labels);
        Assert.Equal((300, 100), (shown.WarningCount, shown.Warnings.Count));
        Assert.Equal(new ParseWarning("missing", "그림이 없다", "BinData/1.png"), shown.Warnings[0]);
        Assert.Equal(600_000, await database.Store.ContentAsync(Id, Ct).Select(part => part.Length).SumAsync(Ct));
        Assert.Equal([1, 2, 3], (await database.Store.FileAsync(Id, 0, Ct))!.Bytes.ToArray());
        Assert.Null(await database.Store.FileAsync(Id, 1, Ct));
    }

    [Fact]
    public async Task Content_is_kept_as_it_may_be_shown()
    {
        // Long enough that ends of lines and characters of two halves lie on the borders of parts.
        var text = string.Concat(Enumerable.Repeat("<script>\u0007가\u202E나\u200B🏥\r\n", 30_001));
        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), []) with { Content = () => new MemoryStream(Encoding.UTF8.GetBytes(text)) };
        await database.PublishAsync(publication, "하나");

        var content = new StringBuilder();
        var parts = 0;
        await foreach (var part in database.Store.ContentAsync(Id, Ct))
        {
            content.Append(Encoding.UTF8.GetString(part.Span));
            parts++;
        }

        Assert.True(parts > 2);
        Assert.Equal(string.Concat(Enumerable.Repeat("<script>가나🏥\n", 30_001)), content.ToString());
    }

    [Fact]
    public async Task Content_files_and_warnings_are_asked_for_when_the_chunks_were_read()
    {
        var asked = new List<string>();
        async IAsyncEnumerable<Chunk> Chunks()
        {
            foreach (var chunk in SearchDatabase.Chunks("하나", "둘"))
                yield return chunk;
            await Task.Yield();
            asked.Add("chunks");
        }

        async IAsyncEnumerable<EmbeddedFile> Files()
        {
            await Task.Yield();
            asked.Add("files");
            yield break;
        }

        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), []) with
        {
            Content = () => Asked(new MemoryStream(), "content"),
            Files = Files(),
            Warnings = () => Asked(Array.Empty<ParseWarning>(), "warnings"),
        };
        Assert.Equal(PublishOutcome.Published, await database.Publisher.PublishAsync(publication, Chunks(), Ct));

        Assert.Equal(["chunks", "content", "files", "warnings"], asked);

        T Asked<T>(T what, string name)
        {
            asked.Add(name);
            return what;
        }
    }

    [Fact]
    public async Task An_older_upload_that_ends_late_loses()
    {
        var older = await database.Store.AcceptAsync(Id, Ct);
        var newer = await database.Store.AcceptAsync(Id, Ct);

        Assert.Equal(PublishOutcome.Published, await database.PublishAsync(SearchDatabase.Of(Id, newer, []), "새 것"));
        Assert.Equal(PublishOutcome.Superseded, await database.PublishAsync(SearchDatabase.Of(Id, older, []), "옛 것"));

        Assert.Equal("새 것", await database.ScalarAsync<string>("SELECT string_agg(body, '|') FROM docs.chunk"));
    }

    [Fact]
    public async Task An_older_upload_that_was_being_written_when_the_newer_one_was_published_loses()
    {
        var older = await database.Store.AcceptAsync(Id, Ct);
        var newer = await database.Store.AcceptAsync(Id, Ct);
        var written = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        async IAsyncEnumerable<Chunk> Slowly()
        {
            foreach (var chunk in SearchDatabase.Chunks("옛 것"))
                yield return chunk;
            written.SetResult();
            await goOn.Task;
        }

        var late = database.Publisher.PublishAsync(SearchDatabase.Of(Id, older, []), Slowly(), Ct);
        await written.Task;
        Assert.Equal(PublishOutcome.Published, await database.PublishAsync(SearchDatabase.Of(Id, newer, []), "새 것"));
        goOn.SetResult();

        Assert.Equal(PublishOutcome.Superseded, await late);
        Assert.Equal("새 것", await database.ScalarAsync<string>("SELECT string_agg(body, '|') FROM docs.chunk"));
    }

    [Fact]
    public async Task A_step_that_runs_again_finds_its_work_done()
    {
        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), []);
        await database.PublishAsync(publication, "하나");

        Assert.Equal(PublishOutcome.AlreadyPublished, await database.PublishAsync(publication, "하나"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM docs.chunk"));
    }

    [Fact]
    public async Task Two_runs_of_one_step_at_once_publish_once()
    {
        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), []);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => database.PublishAsync(publication, "하나", "둘"))));

        Assert.Single(outcomes, PublishOutcome.Published);
        Assert.Equal(3, outcomes.Count(outcome => outcome == PublishOutcome.AlreadyPublished));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM docs.chunk"));
    }

    [Fact]
    public async Task Another_chunker_takes_the_place_of_the_chunks_there_were()
    {
        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), []);
        await database.PublishAsync(publication, "하나", "둘");
        var before = await database.ScalarAsync<Guid>("SELECT id FROM docs.chunk WHERE ordinal = 0");

        Assert.Equal(PublishOutcome.Published, await database.PublishAsync(publication with { Chunker = publication.Chunker + 1 }, "하나 둘"));

        Assert.Equal("하나 둘", await database.ScalarAsync<string>("SELECT string_agg(body, '|') FROM docs.chunk"));
        Assert.NotEqual(before, await database.ScalarAsync<Guid>("SELECT id FROM docs.chunk"));
    }

    [Fact]
    public async Task Documents_of_an_older_chunker_are_told_until_they_are_published_again()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await database.PublishAsync(SearchDatabase.Of(id, await database.Store.AcceptAsync(id, Ct), []) with { Chunker = DocumentChunker.Version - (id == "b" ? 0 : 1) }, "하나");

        var outdated = await database.Store.OutdatedAsync("", 10, Ct);
        Assert.Equal(["a", "c"], outdated.Select(document => document.DocumentId));
        Assert.Equal(["a"], (await database.Store.OutdatedAsync("", 1, Ct)).Select(document => document.DocumentId));
        Assert.Equal(["c"], (await database.Store.OutdatedAsync("a", 10, Ct)).Select(document => document.DocumentId));

        await database.Store.AcceptAsync("c", Ct);
        foreach (var document in outdated)
            Assert.Equal(PublishOutcome.Published, await database.PublishAsync(SearchDatabase.Of(document.DocumentId, document.Sequence, []), "둘"));
        Assert.Empty(await database.Store.OutdatedAsync("", 10, Ct));
    }

    [Fact]
    public async Task The_same_file_again_keeps_the_ids_of_its_chunks()
    {
        await database.PublishAsync(Id, ["a"], "하나", "둘");
        var before = await database.ScalarAsync<Guid[]>("SELECT array_agg(id ORDER BY ordinal) FROM docs.chunk");

        await database.PublishAsync(Id, ["b"], "하나", "둘");

        Assert.Equal(before, await database.ScalarAsync<Guid[]>("SELECT array_agg(id ORDER BY ordinal) FROM docs.chunk"));
        Assert.Equal(["b"], (await database.Store.FindAsync(Id, Ct))!.Labels);
    }

    [Fact]
    public async Task A_deleted_document_leaves_nothing_and_uploads_from_before_come_too_late()
    {
        var before = await database.Store.AcceptAsync(Id, Ct);
        await database.PublishAsync(Id, ["a"], "하나");

        Assert.True(await database.Store.DeleteAsync(Id, Ct));

        Assert.False(await database.Store.DeleteAsync(Id, Ct));
        Assert.Null(await database.Store.FindAsync(Id, Ct));
        Assert.Equal(0, await database.ScalarAsync<long>(
            "SELECT (SELECT count(*) FROM docs.document) + (SELECT count(*) FROM docs.version) + (SELECT count(*) FROM docs.chunk)"));
        Assert.Equal(PublishOutcome.Superseded, await database.PublishAsync(SearchDatabase.Of(Id, before, []), "옛 것"));
        var anew = await database.Store.AcceptAsync(Id, Ct);
        Assert.Equal(PublishOutcome.Superseded, await database.PublishAsync(SearchDatabase.Of(Id, before, []), "옛 것"));
        Assert.Equal(PublishOutcome.Published, await database.PublishAsync(SearchDatabase.Of(Id, anew, []), "새 것"));
    }

    [Fact]
    public async Task The_upload_right_before_a_deletion_does_not_come_back_when_the_document_is_handed_in_anew()
    {
        var before = await database.Store.AcceptAsync(Id, Ct);
        await database.Store.DeleteAsync(Id, Ct);
        Assert.Equal(before + 1, await database.Store.AcceptAsync(Id, Ct));

        Assert.Equal(PublishOutcome.Superseded, await database.PublishAsync(SearchDatabase.Of(Id, before, []), "옛 것"));
        Assert.Null(await database.Store.FindAsync(Id, Ct));
        Assert.Equal(PublishOutcome.Published, await database.PublishAsync(SearchDatabase.Of(Id, before + 1, []), "새 것"));
    }

    [Fact]
    public async Task A_publication_that_fails_leaves_nothing()
    {
        var publication = SearchDatabase.Of(Id, await database.Store.AcceptAsync(Id, Ct), []);
        static async IAsyncEnumerable<Chunk> Failing()
        {
            foreach (var chunk in SearchDatabase.Chunks("하나"))
                yield return chunk;
            await Task.Yield();
            throw new InvalidDataException("the file ends here");
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => database.Publisher.PublishAsync(publication, Failing(), Ct));

        Assert.Equal(0, await database.ScalarAsync<long>("SELECT (SELECT count(*) FROM docs.version) + (SELECT count(*) FROM docs.chunk)"));
    }

    [Fact]
    public async Task A_document_may_not_bear_the_label_that_unmasks()
    {
        var sequence = await database.Store.AcceptAsync(Id, Ct);

        await Assert.ThrowsAsync<ArgumentException>(() => database.PublishAsync(SearchDatabase.Of(Id, sequence, ["unmask"]), "하나"));
    }

    [Fact]
    public void Ids_are_those_of_RFC_9562()
    {
        Assert.Equal(5, NameBasedId.OfVersion("a", "b").Version);
        Assert.NotEqual(NameBasedId.OfVersion("a", "b"), NameBasedId.OfVersion("b", "a"));
        Assert.Equal(NameBasedId.OfChunk(Guid.Empty, 1, 2), NameBasedId.OfChunk(Guid.Empty, 1, 2));
    }
}
