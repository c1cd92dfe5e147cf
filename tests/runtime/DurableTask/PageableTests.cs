using Microsoft.DurableTask;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class PageableTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    readonly List<(string? Token, int? Size)> asked = [];

    [Fact]
    public async Task Values_come_in_order_over_all_pages()
    {
        var values = await Numbers().ToListAsync(Ct);

        Assert.Equal([1, 2, 3, 4, 5], values);
        Assert.Equal([(null, null), ("3", null), ("5", null)], asked);
    }

    [Fact]
    public async Task Pages_begin_at_the_token_and_pass_the_size_on()
    {
        var pages = await Numbers().AsPages("3", pageSizeHint: 2).ToListAsync(Ct);

        Assert.Equal([[3, 4], [5]], pages.Select(page => page.Values));
        Assert.Equal([("3", 2), ("5", 2)], asked);
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Fact]
    public async Task A_page_is_fetched_only_when_it_is_reached()
    {
        Assert.Equal(2, await Numbers().Skip(1).FirstAsync(Ct));

        Assert.Single(asked);
    }

    [Fact]
    public async Task Cancellation_reaches_the_function_that_fetches()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var pageable = Pageable.Create<int>((_, cancellationToken) => Task.FromCanceled<Page<int>>(cancellationToken));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pageable.ToListAsync(cancelled.Token));
    }

    [Fact]
    public void A_page_has_values() => Assert.Throws<ArgumentNullException>(() => new Page<int>(null!));

    // 1 to 5, two a page; the token is the first number of the next page.
    AsyncPageable<int> Numbers() => Pageable.Create<int>((token, size, _) =>
    {
        asked.Add((token, size));
        var first = int.Parse(token ?? "1");
        return Task.FromResult(first < 5 ? new Page<int>([first, first + 1], $"{first + 2}") : new Page<int>([first]));
    });
}
