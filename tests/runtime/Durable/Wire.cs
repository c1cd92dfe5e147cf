using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Asan.Runtime.Durable.Tests;

/// <summary>Where a wire breaks.</summary>
enum Cut
{
    Never,

    /// <summary>The server hears nothing of what was sent.</summary>
    BeforeTheServer,

    /// <summary>The server has done what was sent, and its answer is lost.</summary>
    BeforeTheClient,
}

/// <summary>The wire between a client and the server, which a test breaks where it likes.</summary>
sealed class Wire : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly NpgsqlConnectionStringBuilder server;
    readonly Task accepting;
    Func<byte[], Task<Cut>> decide = _ => Task.FromResult(Cut.Never);
    int cuts;

    public Wire(string connectionString)
    {
        server = new(connectionString);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The same database, by this wire.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>How often it broke.</summary>
    public int Cuts => cuts;

    /// <summary>Asks this of everything the client sends, and breaks the wire accordingly.</summary>
    public void Decide(Func<byte[], Task<Cut>> by) => decide = by;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    async Task CarryAsync(Socket client)
    {
        using var upstream = ToServer();
        using (client)
        {
            try
            {
                await upstream.ConnectAsync(EndPoint(), stop.Token);
                var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await Task.WhenAny(SendAsync(client, upstream, lost), AnswerAsync(upstream, client, lost));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // A broken wire is what this is for.
            }
        }
    }

    async Task SendAsync(Socket client, Socket upstream, TaskCompletionSource lost)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await client.ReceiveAsync(buffer, stop.Token)) > 0;)
        {
            var cut = await decide(buffer[..read]);
            if (cut != Cut.Never)
                Interlocked.Increment(ref cuts);
            if (cut == Cut.BeforeTheServer)
                return;
            if (cut == Cut.BeforeTheClient)
                lost.TrySetResult();

            await upstream.SendAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    async Task AnswerAsync(Socket upstream, Socket client, TaskCompletionSource lost)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await upstream.ReceiveAsync(buffer, stop.Token)) > 0;)
        {
            if (!lost.Task.IsCompleted)
                await client.SendAsync(buffer.AsMemory(0, read), stop.Token);
            // ReadyForQuery, outside a transaction: what was sent is committed, or was refused.
            else if (buffer.AsSpan(0, read).EndsWith("Z\0\0\0\u0005I"u8))
                return;
        }
    }

    Socket ToServer() => EndPoint() is UnixDomainSocketEndPoint
        ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new(SocketType.Stream, ProtocolType.Tcp);

    EndPoint EndPoint() => server.Host!.StartsWith('/')
        ? new UnixDomainSocketEndPoint(Path.Combine(server.Host, $".s.PGSQL.{server.Port}"))
        : new DnsEndPoint(server.Host, server.Port);
}
