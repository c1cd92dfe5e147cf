using System.Text;
using System.Text.Json;
using Asan.Documents.Pieces;

namespace Asan.Documents.Isolation;

/// <summary>
/// The worker's side of the protocol: reads one file after another and answers each with the pieces of a document or a refusal. A parser that breaks is
/// told to the host and ends the process, since nobody knows what it left behind.
/// </summary>
/// <param name="open">Begins to read a file; <see cref="DocumentReader.Open"/> as a rule.</param>
public sealed class WorkerLoop(Stream input, Stream output, Func<ReadOnlyMemory<byte>, ParseOptions, DocumentPieces> open)
{
    /// <summary>The exit code of a worker whose parser broke.</summary>
    public const int Broken = 3;

    internal static readonly byte[] Hello = Encoding.ASCII.GetBytes("asan-parse 2");

    readonly FrameReader frames = new(input, long.MaxValue);
    readonly FrameWriter writer = new(output);

    /// <summary>Works until the host closes the pipe.</summary>
    /// <returns>The process's exit code.</returns>
    /// <exception cref="IOException">The host is gone, or does not keep to the protocol.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await writer.WriteAsync(FrameKind.Hello, Hello, cancellationToken);
        await writer.FlushAsync(cancellationToken);

        while (await frames.ReadAsync(cancellationToken) is { } frame)
        {
            if (frame.Kind != FrameKind.Request)
                throw new ProtocolException("A request should have come.");
            var request = JsonSerializer.Deserialize(frame.Payload.Span, WireJson.Lean.ParseRequest)!;
            try
            {
                await AnswerAsync(request, cancellationToken);
            }
            catch (Exception e) when (e is not (IOException or OperationCanceledException))
            {
                // OutOfMemoryException too: what it needed is free again by now, or writing this fails and the process with it.
                await writer.WriteAsync(FrameKind.Failed, JsonSerializer.SerializeToUtf8Bytes(WorkerFailure.Of(e), WireJson.Lean.WorkerFailure), cancellationToken);
                await writer.FlushAsync(cancellationToken);
                return Broken;
            }

            await writer.FlushAsync(cancellationToken);
        }

        return 0;
    }

    async Task AnswerAsync(ParseRequest request, CancellationToken cancellationToken)
    {
        var file = await ReceiveAsync(request.Length, cancellationToken);
        try
        {
            await PieceWire.WriteAsync(writer, open(file, request.ToOptions()), cancellationToken);
        }
        catch (RefusedException e)
        {
            await writer.WriteAsync(FrameKind.Refused, JsonSerializer.SerializeToUtf8Bytes(e.Refusal, WireJson.Lean.Refusal), cancellationToken);
        }
    }

    async Task<byte[]> ReceiveAsync(long length, CancellationToken cancellationToken)
    {
        var file = new byte[length];
        var content = new FrameInput(frames, FrameKind.Content);
        await content.ReadExactlyAsync(file, cancellationToken);
        await content.DrainAsync(cancellationToken);
        return file;
    }
}
