using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>Tries again what may pass by itself: a lost connection, a service that is busy or did not answer in time.</summary>
sealed class RetryHandler : DelegatingHandler
{
    /// <summary>How often a request was sent, the last time included: after more than once, an earlier attempt may have done its work unheard.</summary>
    public static readonly HttpRequestOptionsKey<int> Attempts = new("attempts");

    readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    public RetryHandler(TimeProvider time, HttpMessageHandler inner) : base(inner) => pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 5,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(10),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = outcome => new(outcome.Outcome switch
            {
                { Exception: HttpRequestException or TimeoutRejectedException } => true,
                { Result: { } response } => IsPassing(response.StatusCode),
                _ => false,
            }),
            DelayGenerator = retry => new(retry.Outcome.Result?.Headers.RetryAfter?.Delta),
            OnRetry = retry =>
            {
                retry.Outcome.Result?.Dispose();
                return default;
            },
        })
        // For the answer to begin; a body may take as long as it goes on coming.
        .AddTimeout(TimeSpan.FromSeconds(60))
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempts = 0;
        return await pipeline.ExecuteAsync(async token =>
        {
            request.Options.Set(Attempts, ++attempts);
            return await base.SendAsync(request, token);
        }, cancellationToken);
    }

    static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
