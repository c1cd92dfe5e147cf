using System.Reflection;
using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Durable;
using Asan.Runtime.Host.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Finds the binder of each parameter of a function that a blob calls: its content, and parts of its name.</summary>
static class BlobBinders
{
    /// <returns>Null when nothing of a blob can become this parameter.</returns>
    public static ParameterBinder? Find(BlobPattern pattern, ParameterInfo parameter)
    {
        if (parameter.IsDefined(typeof(BlobTriggerAttribute)))
            return BlobContent.ReaderOf(parameter.ParameterType) is { } read ? invocation => ContentAsync(invocation, read) : null;
        if ((ContextBinders.Find(parameter) ?? DurableClientBinder.Find(parameter)) is { } binder)
            return binder;
        if (parameter.IsDefined(typeof(BindingAttribute)))
            return null;
        return pattern.Tokens.FirstOrDefault(token => token.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } known ? Part(parameter, known) : null;
    }

    static async ValueTask<object?> ContentAsync(FunctionInvocation invocation, Func<FunctionInvocation, Stream, ValueTask<object?>> read)
    {
        var call = invocation.Features.Get<BlobCall>()!;
        var content = await call.Container.OpenAsync(call.Blob.Name, call.Blob.ETag, invocation.CancellationToken) ?? throw new BlobChangedException();
        invocation.Owns(content);
        return await read(invocation, content);
    }

    static ParameterBinder? Part(ParameterInfo parameter, string token)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (TextParser.Of(type) is not { } parse)
            return null;
        return invocation => new(parse((string)invocation.BindingContext.BindingData[token]!)
            ?? throw new BlobRefusedException($"The part {{{token}}} of the blob's name is not {TextParser.Describe(type)}."));
    }
}
