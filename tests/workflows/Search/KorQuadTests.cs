using System.Text.Json;
using Asan.Documents;
using Asan.Workflows.Search.Access;
using Asan.Workflows.Search.Chunking;
using Asan.Workflows.Search.Publishing;
using Asan.Workflows.Search.Querying;

namespace Asan.Tests.Search;

/// <summary>KorQuAD 1.0 dev: find the paragraph that each question was written about. One paragraph a document.</summary>
public sealed class KorQuadTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Questions_find_their_paragraphs_better_than_published_dense_models_do()
    {
        var path = SharedData.Require("data/retrieval/KorQuAD_v1.0_dev.json");
        await using var database = await SearchDatabase.CreateAsync(postgres);
        var (paragraphs, questions) = await ReadAsync(path);
        await Parallel.ForAsync(0, paragraphs.Count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (i, ct) =>
            await PublishAsync(database, $"p{i}", paragraphs[i], ct));
        await database.Merger.MergeAsync(Ct);

        await new Grants(database.Db).GiveAsync("reader", ["all"], Ct);
        var search = new DocumentSearch(database.Index);
        var (gain, found) = (0.0, 0);
        await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (question, ct) =>
        {
            var result = await search.SearchAsync(new SearchQuery(question.Text, Top: 20), Grants.HashOf("reader"), ct);
            var rank = result.Hits.Select(hit => hit.DocumentId).Distinct().Take(10).ToList().IndexOf($"p{question.Paragraph}");
            if (rank < 0)
                return;
            Interlocked.Increment(ref found);
            lock (questions)
                gain += 1 / Math.Log2(rank + 2);
        });

        var (ndcg, recall) = (gain / questions.Count, (double)found / questions.Count);
        TestContext.Current.SendDiagnosticMessage($"KorQuAD dev: nDCG@10 {ndcg:F4}, recall@10 {recall:F4}");
        Assert.True(ndcg >= 0.955, $"nDCG@10 is {ndcg:F4}");
        Assert.True(recall >= 0.99, $"recall@10 is {recall:F4}");
    }

    static async Task PublishAsync(SearchDatabase database, string id, string text, CancellationToken ct)
    {
        Section section = new() { Blocks = [new Paragraph { Text = text, Position = new(1, 1) }] };
        var publication = SearchDatabase.Of(id, await database.Store.AcceptAsync(id, ct), ["all"]);
        Assert.Equal(PublishOutcome.Published, await database.Publisher.PublishAsync(publication, DocumentChunker.Cut([section], title: null).ToAsyncEnumerable(), ct));
    }

    static async Task<(List<string> Paragraphs, List<(string Text, int Paragraph)> Questions)> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var json = await JsonDocument.ParseAsync(file, default, Ct);
        var paragraphs = new List<string>();
        var known = new Dictionary<string, int>();
        var questions = new List<(string, int)>();
        foreach (var paragraph in json.RootElement.GetProperty("data").EnumerateArray().SelectMany(article => article.GetProperty("paragraphs").EnumerateArray()))
        {
            var text = paragraph.GetProperty("context").GetString()!;
            if (known.TryAdd(text, paragraphs.Count))
                paragraphs.Add(text);
            foreach (var question in paragraph.GetProperty("qas").EnumerateArray())
                questions.Add((question.GetProperty("question").GetString()!, known[text]));
        }

        return (paragraphs, questions);
    }
}
