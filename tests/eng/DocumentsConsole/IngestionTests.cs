using Asan.DocumentsConsole.Ingest;

namespace Asan.DocumentsConsole.Tests;

/// <summary>What is said of a file, by what the host answers.</summary>
public sealed class IngestionTests : IDisposable
{
    static readonly Guid Number = Guid.NewGuid();

    readonly TemporaryFolder folder = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_followed_until_it_is_published()
    {
        var looks = 0;
        var outcome = await IngestAsync(request => request.StartsWith("POST", StringComparison.Ordinal) ? Accepted : Document(++looks < 3 ? "reading" : "published"));

        Assert.Equal((Outcome.Published, 4), (outcome.Status, outcome.Document!.Chunks));
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task An_id_with_slashes_is_asked_for_as_one_name()
    {
        var asked = "";
        await IngestAsync(request => request.StartsWith("POST", StringComparison.Ordinal) ? Accepted : Document("published", () => asked = request), id: "a/낙상 %.txt");

        Assert.Equal($"GET /api/documents/{Uri.EscapeDataString("a/낙상 %.txt")}", asked);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_says_why()
    {
        var outcome = await IngestAsync(request => request.StartsWith("POST", StringComparison.Ordinal) ? Accepted : Document("failed"));

        Assert.Equal((Outcome.Failed, "password-required", "why"), (outcome.Status, outcome.Code, outcome.Reason));
    }

    [Fact]
    public async Task A_file_that_the_door_refuses_says_why()
    {
        var outcome = await IngestAsync(_ => (400, new { code = "invalid-request", detail = "no", errors = new[] { new { detail = "An id has no such letters." } } }));

        Assert.Equal((Outcome.Failed, "invalid-request", "no An id has no such letters."), (outcome.Status, outcome.Code, outcome.Reason));
    }

    [Fact]
    public async Task A_file_that_another_took_the_place_of_is_not_called_published()
    {
        var outcome = await IngestAsync(request =>
            request.StartsWith("POST", StringComparison.Ordinal) ? (202, new { upload = Guid.NewGuid() }) : Document("published"));

        Assert.Equal(Outcome.Superseded, outcome.Status);
    }

    [Fact]
    public async Task A_document_that_was_deleted_meanwhile_is_not_waited_for()
    {
        var outcome = await IngestAsync(request => request.StartsWith("POST", StringComparison.Ordinal) ? Accepted : (404, new { }));

        Assert.Equal((Outcome.Failed, "removed"), (outcome.Status, outcome.Code));
    }

    [Fact]
    public async Task A_host_that_is_away_for_a_moment_is_asked_again()
    {
        var (posts, looks) = (0, 0);
        var outcome = await IngestAsync(request => request.StartsWith("POST", StringComparison.Ordinal)
            ? ++posts == 1 ? (503, new { }) : Accepted
            : ++looks == 1 ? (429, new { }) : Document("published"));

        Assert.Equal((Outcome.Published, 2, 2), (outcome.Status, posts, looks));
    }

    [Fact]
    public async Task An_empty_file_and_one_that_is_gone_are_told_and_not_sent()
    {
        Assert.Equal("empty-file", (await IngestAsync(_ => throw new InvalidOperationException(), folder.File("empty", ""))).Code);
        Assert.Equal("unreadable-file", (await IngestAsync(_ => throw new InvalidOperationException(), Path.Combine(folder.Root, "gone"))).Code);
    }

    [Fact]
    public async Task The_form_bears_the_labels_and_the_password_and_the_file()
    {
        var sent = "";
        using var host = new FakeHost((request, body) =>
        {
            sent += body;
            return request.StartsWith("POST", StringComparison.Ordinal) ? Accepted : Document("published");
        });
        using var documents = new DocumentsClient(host.Address, "key");

        await new Ingestion(documents, new(["ward", "icu"], "비밀")).RunAsync([new(folder.File("a.txt", "낙상"), "a")], _ => { }, Ct);

        Assert.All(["ward", "icu", "비밀", "낙상", "name=file; filename=a.txt"], part => Assert.Contains(part, sent, StringComparison.Ordinal));
    }

    static (int, object) Accepted => (202, new { upload = Number });

    static (int, object) Document(string status, Action? seen = null)
    {
        seen?.Invoke();
        var (code, reason) = status == "failed" ? ("password-required", "why") : ((string?)null, (string?)null);
        var ended = status is "reading" ? (DateTimeOffset?)null : DateTimeOffset.UnixEpoch;
        return (200, new Document(Guid.Empty, 4, [], 0, new(Number, status, code, reason, ended)));
    }

    async Task<Outcome> IngestAsync(Func<string, (int, object)> answer, string? path = null, string id = "a")
    {
        using var host = new FakeHost((request, _) => answer(request));
        using var documents = new DocumentsClient(host.Address, "key");
        var outcomes = new List<Outcome>();
        await new Ingestion(documents, new([], null)).RunAsync([new(path ?? folder.File("a.txt"), id)], outcomes.Add, Ct);
        return Assert.Single(outcomes);
    }
}
