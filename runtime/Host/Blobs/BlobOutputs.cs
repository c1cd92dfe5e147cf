using System.Reflection;
using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Writes what a function returned, or properties of it, to blobs; null is nothing to write.</summary>
static class BlobOutputs
{
    public static IReadOnlyList<Func<FunctionInvocation, Task>> Of(FunctionDescriptor function) =>
    [
        .. function.Method.GetCustomAttributes<BlobOutputAttribute>().Select(attribute => Writer(attribute, result => result)),
        .. from property in function.ResultType.GetProperties()
           from attribute in property.GetCustomAttributes<BlobOutputAttribute>()
           select Writer(attribute, result => property.DeclaringType!.IsInstanceOfType(result) ? property.GetValue(result) : null),
    ];

    static Func<FunctionInvocation, Task> Writer(BlobOutputAttribute attribute, Func<object?, object?> value)
    {
        var place = new BlobPlace(attribute.BlobPath, attribute.Connection);
        return async invocation =>
        {
            if (await BlobContent.OfAsync(invocation, value(invocation.Bindings.Result)) is not { } content)
                return;

            await using (content)
            {
                var (container, name) = place.Of(invocation);
                await container.PutAsync(name, content, BlobCondition.None, invocation.CancellationToken);
            }
        };
    }
}
