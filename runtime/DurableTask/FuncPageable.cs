using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>Fetches pages by a function until one says that none follows.</summary>
sealed class FuncPageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> fetch) : AsyncPageable<T>
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        FetchAsync(continuationToken, pageSizeHint);

    async IAsyncEnumerable<Page<T>> FetchAsync(string? token, int? size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        do
        {
            var page = await fetch(token, size, cancellationToken);
            yield return page;
            token = page.ContinuationToken;
        }
        while (token is not null);
    }
}
