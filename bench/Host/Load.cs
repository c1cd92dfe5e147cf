using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Asan.Bench.Host;

/// <summary>
/// Asks one thing again and again, each connection one request after another. It speaks HTTP by hand: a client that did more would be most of what is
/// measured, and hide the difference between the sides.
/// </summary>
sealed class Load(Uri address, string method, string path, string expected, string? key = null)
{
    readonly byte[] request = Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{(key is null ? "" : $"x-functions-key: {key}\r\n")}{(method == "POST" ? "Content-Length: 0\r\n" : "")}\r\n");

    /// <returns>How long each answer took, in milliseconds, in rising order.</returns>
    public async Task<double[]> RunAsync(int connections, TimeSpan length, CancellationToken ct)
    {
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => AskAsync(until, ct), ct)));
        var milliseconds = all.SelectMany(one => one).ToArray();
        Array.Sort(milliseconds);
        return milliseconds;
    }

    async Task<List<double>> AskAsync(long until, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, ct);
        var buffer = new byte[16 * 1024];
        var took = new List<double>(100_000);
        for (var begun = Stopwatch.GetTimestamp(); begun < until;)
        {
            await socket.SendAsync(request, SocketFlags.None, ct);
            await AnswerAsync(socket, buffer, ct);
            var now = Stopwatch.GetTimestamp();
            took.Add(Stopwatch.GetElapsedTime(begun, now).TotalMilliseconds);
            begun = now;
        }

        return took;
    }

    async Task AnswerAsync(Socket socket, byte[] buffer, CancellationToken ct)
    {
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, ct);
            if (read == 0)
                throw new BenchFailedException($"{path}: the connection was closed under a request");
            length += read;
            if (IsWhole(buffer.AsSpan(0, length)))
                return;
        }
    }

    bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        if (!answer.StartsWith(Encoding.ASCII.GetBytes($"HTTP/1.1 {expected} ")))
            throw new BenchFailedException($"{path} was answered with {Encoding.ASCII.GetString(answer[..end])}");

        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("0\r\n\r\n"u8);
        var digits = head[(at + "Content-Length: ".Length)..];
        var stop = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(stop < 0 ? digits : digits[..stop]);
    }
}
