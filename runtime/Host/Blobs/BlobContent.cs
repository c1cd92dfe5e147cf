using System.Text;
using Microsoft.Azure.Functions.Worker.Http;
using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Blobs;

/// <summary>A blob's content as what a parameter is: a Stream, text, bytes, or an object in the worker's JSON.</summary>
static class BlobContent
{
    /// <returns>Null when no content can become this type.</returns>
    public static Func<FunctionInvocation, Stream, ValueTask<object?>>? ReaderOf(Type type)
    {
        if (type == typeof(Stream))
            return (_, content) => new(content);
        if (type == typeof(byte[]))
            return async (invocation, content) => await BytesAsync(invocation, content);
        if (type == typeof(string))
            return async (invocation, content) => Text(await BytesAsync(invocation, content));
        if (type == typeof(BinaryData))
            return async (invocation, content) => BinaryData.FromBytes(await BytesAsync(invocation, content));
        if (type.IsAbstract || type.IsPrimitive || type.IsPointer || type == typeof(object) || typeof(Stream).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type))
            return null;
        return async (invocation, content) => await invocation.Serializer().DeserializeAsync(new MemoryStream(await BytesAsync(invocation, content)), type, invocation.CancellationToken);
    }

    /// <summary>What a function returned, as content; null when it is nothing to write.</summary>
    public static async ValueTask<Stream?> OfAsync(FunctionInvocation invocation, object? value) => value switch
    {
        null => null,
        Stream stream => stream,
        string text => new MemoryStream(Encoding.UTF8.GetBytes(text)),
        byte[] bytes => new MemoryStream(bytes),
        ReadOnlyMemory<byte> bytes => BinaryData.FromBytes(bytes).ToStream(),
        BinaryData data => data.ToStream(),
        _ => (await invocation.Serializer().SerializeAsync(value, value.GetType(), invocation.CancellationToken)).ToStream(),
    };

    static async ValueTask<byte[]> BytesAsync(FunctionInvocation invocation, Stream content)
    {
        await using (content)
        {
            var most = invocation.InstanceServices.GetRequiredService<IOptions<BlobTriggerOptions>>().Value.MaximumInMemory;
            if (content.Length > most)
                throw new BlobRefusedException($"The blob has {content.Length} bytes, and no more than {most} are held in memory: take it as a Stream, or raise Blobs:MaximumInMemory.");

            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, invocation.CancellationToken);
            return bytes;
        }
    }

    static string Text(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
