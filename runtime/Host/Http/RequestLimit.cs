using System.Threading.RateLimiting;
using Asan.Runtime.Host.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Http;

/// <summary>How many requests are in functions at a time, and how many wait for that, oldest first.</summary>
sealed class RequestLimit : IDisposable
{
    readonly ConcurrencyLimiter? limiter;

    public RequestLimit(IOptions<ServingOptions> options)
    {
        var (concurrent, outstanding) = (options.Value.MaxConcurrentRequests, options.Value.MaxOutstandingRequests);
        if (Math.Min(concurrent ?? int.MaxValue, outstanding ?? int.MaxValue) is var atOnce and < int.MaxValue)
            limiter = new(new() { PermitLimit = atOnce, QueueLimit = (outstanding ?? int.MaxValue) - atOnce, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    }

    public ValueTask<RateLimitLease> EnterAsync(HttpContext http) => limiter?.AcquireAsync(1, http.RequestAborted) ?? new(Unbounded.Instance);

    public void Dispose() => limiter?.Dispose();

    sealed class Unbounded : RateLimitLease
    {
        public static Unbounded Instance { get; } = new();

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
