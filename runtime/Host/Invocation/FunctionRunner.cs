using Asan.Runtime.Host.Configuration;
using Asan.Runtime.Host.Logging;
using Asan.Runtime.Host.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Runs a function that something else than a request calls: in a scope of its own, within functionTimeout.</summary>
sealed class FunctionRunner(FunctionPipeline pipeline, IServiceProvider services, IOptions<ServingOptions> options, ILogger<FunctionRunner> log)
{
    /// <summary>Throws what the function throws; a timeout is a <see cref="TimeoutException"/>.</summary>
    /// <param name="trigger">What calls it: the binders of the function's parameters find it among the features.</param>
    /// <returns>What the function returned.</returns>
    public async Task<object?> RunAsync<TTrigger>(
        ServedFunction function, TTrigger trigger, IReadOnlyDictionary<string, object?> data, RetryContext retry, CancellationToken ct)
        where TTrigger : class
    {
        using var measured = new InvocationSpan(function, retry);
        await using var scope = services.CreateAsyncScope();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (options.Value.FunctionTimeout is { } timeout)
            ended.CancelAfter(timeout);

        await using var invocation = new FunctionInvocation(function, InvocationFrame.Of(scope.ServiceProvider, ended.Token), data) { Retry = retry };
        invocation.Features.Set(trigger);
        try
        {
            measured.Runs(invocation.InvocationId);
            await pipeline.RunAsync(invocation);
            return invocation.Bindings.Result;
        }
        catch (Exception e) when (measured.Fails(e))
        {
            throw;
        }
        catch (OperationCanceledException e) when (ended.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            log.FunctionTimedOut(function.Name, options.Value.FunctionTimeout!.Value);
            throw new TimeoutException($"{function.Name} did not finish within {options.Value.FunctionTimeout}", e);
        }
    }
}
