using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Invocation;
using Asan.Runtime.Host.Problems;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.Host.Blobs;

/// <summary>The one blob that an attribute means in an invocation.</summary>
sealed class BlobPlace(string text, string? connection)
{
    BlobPath? path;

    /// <exception cref="InvalidOperationException">The invocation lacks what the path asks for.</exception>
    /// <exception cref="BlobRefusedException">What comes out is no name.</exception>
    public (IBlobContainer Container, string Name) Of(FunctionInvocation invocation)
    {
        var services = invocation.InstanceServices;
        path ??= BlobPath.Parse(text, services.GetRequiredService<IConfiguration>());
        var data = invocation.BindingContext.BindingData;
        var time = services.GetRequiredService<TimeProvider>();
        var name = path.Name!.Resolve(data, time);
        Require(invocation, name);
        return (services.GetRequiredService<BlobStores>().Of(connection).Container(path.Container.Resolve(data, time)), name);
    }

    // A caller may have sent a part of it, and is told; elsewhere the store says so.
    static void Require(FunctionInvocation invocation, string name)
    {
        if (invocation.GetHttpContext() is not null && (BlobNames.IsHidden(name) ? "a segment that begins with a dot is hidden" : BlobNames.Refusal(name)) is { } reason)
            throw new RequestRefusedException(Problem.BlobNameRefused($"What was sent would make a blob's name that is refused: {reason}."));
    }
}
