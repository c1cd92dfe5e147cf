using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Invocation;
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
        return (services.GetRequiredService<BlobStores>().Of(connection).Container(path.Container.Resolve(data, time)), path.Name!.Resolve(data, time));
    }
}
