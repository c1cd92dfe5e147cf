using System.Net.Sockets;
using System.Text;

namespace Asan.Functions.Tests.Hostile;

/// <summary>HTTP as somebody writes it who means harm: bytes as they come, and whatever is answered to them.</summary>
sealed class RawHttp : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawHttp> ConnectAsync(Uri address, CancellationToken ct)
    {
        var raw = new RawHttp();
        await raw.socket.ConnectAsync(address.Host, address.Port, ct);
        return raw;
    }

    public Task SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.Latin1.GetBytes(text), ct);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, ct)..];
    }

    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other end was quicker.
        }
    }

    /// <summary>What was answered up to the end of the connection, or up to the first whole head; empty where nothing was.</summary>
    public async Task<string> AnswerAsync(CancellationToken ct)
    {
        var answer = new StringBuilder();
        var buffer = new byte[8 * 1024];
        try
        {
            while (!answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await socket.ReceiveAsync(buffer, SocketFlags.None, ct).AsTask().WaitAsync(Patience, ct);
                if (read == 0)
                    break;
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Closed under us: what came before counts.
        }

        return answer.ToString();
    }

    /// <summary>The status; 0 where the connection was closed without one.</summary>
    public async Task<int> StatusAsync(CancellationToken ct) => Status(await AnswerAsync(ct));

    public static int Status(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(answer.AsSpan(9, 3), out var status) ? status : 0;

    public void Dispose() => socket.Dispose();
}
