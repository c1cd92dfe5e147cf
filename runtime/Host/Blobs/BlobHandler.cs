using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Asan.Runtime.Blobs;
using Asan.Runtime.Durable.Store;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Logging;
using Asan.Runtime.Host.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Blobs;

/// <summary>
/// Handles one version of a blob: makes sure that it is still there and was not handled before, calls the function, and says what became of it. Each step
/// may be the last one of this host; the next host begins again, and a version whose hosts end again and again is given up.
/// </summary>
sealed class BlobHandler(BlobReceiptStore receipts, FunctionRunner runner, IOptions<BlobTriggerOptions> options, TimeProvider time, ILogger<BlobHandler> log)
{
    const int LongestReason = 2_000;

    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <param name="held">Cancelled when the lease is lost or the host must end: nothing is said of the blob then.</param>
    public async Task HandleAsync(BlobFunction function, BlobReceipt receipt, CancellationToken held)
    {
        log.BlobStep(function.Name, receipt.Id, "taken");
        if (receipt.Attempt > options.Value.PoisonBlobThreshold)
        {
            await GiveUpAsync(function, receipt, $"Its host died or lost its lease while it was handled, in {receipt.Lost} of {receipt.Attempt - 1} tries. {receipt.Reason}".TrimEnd(), held);
            return;
        }

        try
        {
            await TryAsync(function, receipt, held);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a function throws is its own affair: it is written down with the blob, and not told in the log, which must not know patients.
            await FailedAsync(function, receipt, e, held);
        }
    }

    async Task TryAsync(BlobFunction function, BlobReceipt receipt, CancellationToken held)
    {
        if (await function.Container.IdentifyAsync(receipt.Blob, held) is not { } identity)
        {
            await EndAsync(function, receipt, BlobOutcome.PassedOver, "It was replaced or removed before it was handled.", held);
            return;
        }

        log.BlobStep(function.Name, receipt.Id, "identified");
        var before = await Transience.Patience.ExecuteAsync(async ct => await receipts.RecogniseAsync(receipt, identity, ct), held);
        if (before is not false)
        {
            if (before is true)
                await EndAsync(function, receipt, BlobOutcome.PassedOver, "The same version was handled before: same size, time and content.", held);
            return;
        }

        log.BlobStep(function.Name, receipt.Id, "recognised");
        var started = time.GetTimestamp();
        try
        {
            await runner.RunAsync(
                function.Function, new BlobCall(function.Container, receipt.Blob), DataOf(function, receipt.Blob),
                new Attempt(receipt.Attempt - 1, options.Value.PoisonBlobThreshold - 1), held);
        }
        catch (BlobChangedException)
        {
            await EndAsync(function, receipt, BlobOutcome.PassedOver, "It was replaced or removed before it was handled.", held);
            return;
        }

        log.BlobStep(function.Name, receipt.Id, "run");
        if (await EndAsync(function, receipt, BlobOutcome.Handled, null, held))
            log.BlobHandled(function.Name, receipt.Id, time.GetElapsedTime(started).TotalMilliseconds);
        log.BlobStep(function.Name, receipt.Id, "ended");
    }

    async Task FailedAsync(BlobFunction function, BlobReceipt receipt, Exception error, CancellationToken held)
    {
        var reason = Reason(error);
        if (error is BlobRefusedException || receipt.Attempt >= options.Value.PoisonBlobThreshold)
        {
            await GiveUpAsync(function, receipt, reason, held);
            return;
        }

        log.BlobFailed(function.Name, receipt.Id, receipt.Attempt, error.GetType().Name);
        log.Thrown(error, function.Name);
        var pause = options.Value.RetryPause * Math.Pow(2, receipt.Attempt - 1);
        await Transience.Patience.ExecuteAsync(
            async ct => await receipts.PutOffAsync(receipt, reason, pause < LongestPause ? pause : LongestPause, ct), held);
        log.BlobStep(function.Name, receipt.Id, "put off");
    }

    async Task GiveUpAsync(BlobFunction function, BlobReceipt receipt, string reason, CancellationToken held)
    {
        if (await EndAsync(function, receipt, BlobOutcome.Poisoned, reason, held))
            log.BlobPoisoned(function.Name, receipt.Id, receipt.Attempt);
        log.BlobStep(function.Name, receipt.Id, "given up");
    }

    async Task<bool> EndAsync(BlobFunction function, BlobReceipt receipt, BlobOutcome outcome, string? reason, CancellationToken held)
    {
        var ended = await Transience.Patience.ExecuteAsync(async ct => await receipts.EndAsync(receipt, outcome, reason, ct), held);
        if (ended)
            HostMeter.BlobEnded(function.Name, outcome);
        else
            log.BlobLost(function.Name, receipt.Id);
        return ended;
    }

    // The names are the official ones, values are texts, some of them JSON.
    public static Dictionary<string, object?> DataOf(BlobFunction function, Blob blob)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["BlobTrigger"] = $"{function.Pattern.Container}/{blob.Name}",
            ["Uri"] = function.Container.AddressOf(blob.Name).AbsoluteUri,
            ["Properties"] = JsonSerializer.Serialize(new { LastModified = blob.ModifiedAt, ContentLength = blob.Length, ETag = $"\"{blob.ETag}\"" }),
            ["Metadata"] = "{}",
        };
        foreach (var (token, value) in function.Pattern.Match(blob, function.Container.WritesAreAtomic) ?? throw new UnreachableException("A blob was recorded that the pattern does not want"))
            data[token] = value;
        return data;
    }

    // As text for a person and a table: bounded, and without what would move a terminal's cursor.
    static string Reason(Exception error)
    {
        var text = new StringBuilder(error.GetType().Name).Append(": ");
        foreach (var c in error.Message.Take(LongestReason))
            text.Append(char.IsControl(c) ? ' ' : char.IsSurrogate(c) ? '?' : c);
        return text.ToString();
    }
}
