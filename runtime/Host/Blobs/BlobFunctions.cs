using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Blobs;

/// <summary>The application's blob functions, checked and made callable.</summary>
sealed class BlobFunctions
{
    /// <exception cref="FunctionsRefusedException">One of them cannot be served.</exception>
    public BlobFunctions(FunctionCatalog catalog, IConfiguration configuration, BlobStores stores)
    {
        var reasons = new List<string>();
        All = [.. catalog.Blobs.Select(descriptor => Bind(descriptor, configuration, stores, reasons)).OfType<BlobFunction>()];
        FunctionsRefusedException.ThrowIfAny(reasons);
    }

    public IReadOnlyList<BlobFunction> All { get; }

    static BlobFunction? Bind(FunctionDescriptor descriptor, IConfiguration configuration, BlobStores stores, List<string> reasons)
    {
        var trigger = (BlobTriggerAttribute)descriptor.Trigger!;
        try
        {
            var pattern = new BlobPattern(BlobPath.Parse(trigger.BlobPath, configuration));
            var container = stores.Of(trigger.Connection).Container(pattern.Container);
            var function = BinderSearch.Bind(descriptor, parameter => BlobBinders.Find(pattern, parameter), reasons);
            return function is null ? null : new(function, pattern, trigger.Connection, container);
        }
        catch (FormatException e)
        {
            reasons.Add($"{descriptor} has the blob path '{trigger.BlobPath}', which {e.Message}");
        }
        catch (BlobRefusedException e)
        {
            reasons.Add($"{descriptor} has the blob path '{trigger.BlobPath}': {e.Message}");
        }

        return null;
    }
}
