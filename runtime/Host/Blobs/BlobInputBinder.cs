using System.Reflection;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Gives a function the content of a blob that its attribute names.</summary>
static class BlobInputBinder
{
    /// <returns>Null when the parameter asks for no blob, or none can become it.</returns>
    public static ParameterBinder? Find(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<BlobInputAttribute>() is not { } attribute || BlobContent.ReaderOf(parameter.ParameterType) is not { } read)
            return null;

        var place = new BlobPlace(attribute.BlobPath, attribute.Connection);
        var mayBeAbsent = parameter.MayBeNull();
        return async invocation =>
        {
            var (container, name) = place.Of(invocation);
            var content = await container.OpenAsync(name, null, invocation.CancellationToken);
            if (content is null)
                return mayBeAbsent ? null : throw new FileNotFoundException($"The blob that {parameter.Name} asks for is not there.");
            invocation.Owns(content);
            return await read(invocation, content);
        };
    }
}
