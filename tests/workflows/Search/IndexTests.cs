using Asan.Workflows.Search;
using Asan.Workflows.Search.Querying;

namespace Asan.Tests.Search;

public sealed class IndexTests(Postgres postgres) : IAsyncLifetime
{
    SearchDatabase database = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await SearchDatabase.CreateAsync(postgres, new SearchOptions { PurgeAfter = TimeSpan.Zero });

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one()
    {
        await database.PublishAsync("a", ["all"], "폐렴 진료 지침");
        Assert.Equal(["폐렴 진료 지침"], await FindAsync("폐렴"));

        await database.PublishAsync("a", ["all"], "천식 진료 지침");

        Assert.Empty(await FindAsync("폐렴"));
        Assert.Equal(["천식 진료 지침"], await FindAsync("천식"));
    }

    [Fact]
    public async Task A_deleted_document_is_not_found_and_its_postings_go_with_the_next_merge()
    {
        await database.PublishAsync("a", ["all"], "폐렴 진료 지침");
        await database.PublishAsync("b", ["all"], "천식 진료 지침");
        await database.Store.DeleteAsync("a", Ct);

        Assert.Empty(await FindAsync("폐렴"));
        await database.Merger.MergeAsync(Ct);

        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM docs.dead"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT sum(chunks)::bigint FROM docs.segment"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM docs.posting"));
        Assert.Equal(["천식 진료 지침"], await FindAsync("진료"));
    }

    [Fact]
    public async Task Without_a_label_of_the_document_nobody_finds_it()
    {
        await database.PublishAsync("a", ["내과", "교육"], "폐렴 진료 지침");
        await database.PublishAsync("b", ["외과"], "폐렴 수술 지침");
        await database.PublishAsync("c", [], "폐렴 비밀 지침");

        Assert.Equal(["폐렴 진료 지침"], await FindAsync("폐렴", "교육"));
        Assert.Equal(2, (await FindAsync("폐렴", "내과", "외과")).Count);
        Assert.Empty(await FindAsync("폐렴", "소아과"));
        Assert.Empty((await database.SearchAsync("폐렴")).Hits);
    }

    [Fact]
    public async Task Labels_count_and_filter_only_as_far_as_the_caller_holds_them()
    {
        await database.PublishAsync("a", ["내과", "비밀"], "폐렴 진료 지침");
        await database.PublishAsync("b", ["외과"], "폐렴 수술 지침");

        var result = await database.SearchAsync(new SearchQuery("폐렴 지침", WithFacets: true), "내과", "외과");

        Assert.Equal([new("내과", 1), new("외과", 1)], result.Facets!.Labels);
        Assert.Equal([new("docx", 2)], result.Facets.Formats);
        Assert.Single((await database.SearchAsync(new SearchQuery("폐렴", Labels: ["외과"]), "내과", "외과")).Hits);
        Assert.Empty((await database.SearchAsync(new SearchQuery("폐렴", Labels: ["비밀"]), "내과", "외과")).Hits);
        Assert.Empty((await database.SearchAsync(new SearchQuery("폐렴", Formats: ["hwpx"]), "내과", "외과")).Hits);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Merging_changes_nothing_that_is_found(int seed)
    {
        var random = new Random(seed);
        await using var merged = await SearchDatabase.CreateAsync(postgres, new SearchOptions { PurgeAfter = TimeSpan.Zero, SegmentChunks = 64 });
        await using var plain = await SearchDatabase.CreateAsync(postgres);
        var words = Enumerable.Range(0, 60).Select(i => $"{(char)('가' + (i * 31))}{(char)('나' + (i * 17))}").ToArray();
        var kept = new Dictionary<string, string[]>();
        for (var i = 0; i < 60; i++)
        {
            var id = $"d{random.Next(15)}";
            if (random.Next(5) == 0)
            {
                kept.Remove(id);
                await merged.Store.DeleteAsync(id, Ct);
            }
            else
            {
                kept[id] = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => words[random.Next(words.Length)])))];
                await merged.PublishAsync(id, ["all"], kept[id]);
            }

            if (random.Next(6) == 0)
                await merged.Merger.MergeAsync(Ct);
        }

        // Dead chunks count in what is rare until they are merged away.
        while (await merged.ScalarAsync<long>("SELECT count(*) FROM docs.dead") > 0)
            Assert.True(await merged.Merger.MergeAsync(Ct) > 0, "there is something dead that no merge takes away");
        foreach (var (id, texts) in kept)
            await plain.PublishAsync(id, ["all"], texts);

        for (var i = 0; i < 20; i++)
        {
            var query = string.Join(' ', Enumerable.Range(0, 4).Select(_ => words[random.Next(words.Length)]));
            var expected = (await plain.SearchAsync(new SearchQuery(query, Top: 50), "all")).Hits;
            var found = (await merged.SearchAsync(new SearchQuery(query, Top: 50), "all")).Hits;
            Assert.Equal(expected.Select(hit => (hit.Score, hit.ChunkId)).Order(), found.Select(hit => (hit.Score, hit.ChunkId)).Order());
        }
    }

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Fact]
    public async Task A_search_that_began_before_a_switch_sees_all_of_the_moment_it_began()
    {
        for (var i = 0; i < 10; i++)
            await database.PublishAsync($"d{i}", ["all"], $"폐렴 진료 지침 {i}");
        await using var before = await database.Index.OpenAsync(Ct);

        await database.Store.DeleteAsync("d0", Ct);
        await database.Merger.MergeAsync(Ct);
        Assert.Equal(9, (await FindAsync("폐렴")).Count);

        Assert.Equal(10, before.View.Segments.Count);
        Assert.All(before.View.Dead, Assert.Null);
    }

    [Fact]
    public async Task Searches_beside_publications_see_each_document_once_whole_and_in_one_version()
    {
        const int Chunks = 3;
        await database.PublishAsync("a", ["all"], [.. Enumerable.Range(0, Chunks).Select(i => $"폐렴 지침 판0 {i}")]);
        var publishing = Task.Run(async () =>
        {
            for (var version = 1; version <= 30; version++)
            {
                await database.PublishAsync("a", ["all"], [.. Enumerable.Range(0, Chunks).Select(i => $"폐렴 지침 판{version} {i}")]);
                if (version % 10 == 0)
                    await database.Merger.MergeAsync(Ct);
            }
        }, Ct);

        while (!publishing.IsCompleted)
        {
            var found = (await database.SearchAsync("폐렴", "all")).Hits;
            Assert.Equal(Chunks, found.Count);
            Assert.Single(found.Select(hit => hit.Snippet.Text.Split(' ')[2]).Distinct());
        }

        await publishing;
        Assert.All((await database.SearchAsync("폐렴", "all")).Hits, hit => Assert.Contains("판30", hit.Snippet.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cache_that_is_far_too_small_changes_nothing()
    {
        await using var narrow = await SearchDatabase.CreateAsync(postgres, new SearchOptions { CacheMegabytes = 1 });
        var texts = Enumerable.Range(0, 300).Select(i => $"u{i} " + string.Join(' ', Enumerable.Range(i, 300).Select(word => $"w{word * 7919 % 100_003}"))).ToArray();
        await narrow.PublishAsync("a", ["all"], texts);

        for (var i = 0; i < 300; i += 7)
            Assert.Equal(i, (await narrow.SearchAsync(texts[i][..900], "all")).Hits[0].Citation.FirstParagraph - 1);
    }

    async Task<List<string>> FindAsync(string text, params string[] labels) =>
        [.. (await database.SearchAsync(text, labels.Length == 0 ? ["all"] : labels)).Hits.Select(hit => hit.Snippet.Text)];
}
