using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
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

    /// <summary>The server has done what was sent, and the client gets the answer but for its last word, that the server is ready again.</summary>
    BeforeTheLastWord,
}

/// <summary>What a client sends before it waits for an answer.</summary>
/// <param name="Application">Its application_name.</param>
readonly record struct Request(string Application, byte[] Sent)
{
    public bool Says(string text) => Sent.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}

/// <summary>The wire between clients and the server, which a test breaks or silences where it likes. It knows the protocol's messages, so that it cuts between them.</summary>
sealed class Wire : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly NpgsqlConnectionStringBuilder server;
    readonly Task accepting;
    Func<Request, Task<Cut>> decide = _ => Task.FromResult(Cut.Never);
    Func<Request, Task> hold = _ => Task.CompletedTask;
    TaskCompletionSource speaking = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int cuts;

    public Wire(string connectionString)
    {
        server = new(connectionString);
        speaking.SetResult();
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The same database, by this wire.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>How often it broke.</summary>
    public int Cuts => cuts;

    /// <summary>Asks this of each request, the opening of a connection among them, and breaks the wire accordingly.</summary>
    public void Decide(Func<Request, Task<Cut>> by) => decide = by;

    /// <summary>Lets the answer to a request wait for this, once the server has done what was asked.</summary>
    public void HoldAnswers(Func<Request, Task> until) => hold = until;

    /// <summary>From now on nothing comes through, and nobody is told.</summary>
    public void FallSilent() => speaking = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Speak() => speaking.TrySetResult();

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
            // Whoever loses the wire learns it by a reset.
            client.LingerState = new(true, 0);
            client.NoDelay = true;
            try
            {
                await upstream.ConnectAsync(EndPoint(), stop.Token);
                var line = new Line();
                await await Task.WhenAny(SendAsync(client, upstream, line), AnswerAsync(upstream, client, line));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
            {
                // A broken wire is what this is for.
            }
        }
    }

    async Task SendAsync(Socket client, Socket upstream, Line line)
    {
        var application = "";
        var request = new MemoryStream();
        for (var opening = true; ; opening = false)
        {
            var last = opening;
            var message = await ReadAsync(client, typed: !opening);
            if (opening)
                application = ApplicationName(message);
            else
                last = message[0] is (byte)'Q' or (byte)'S' or (byte)'X';

            request.Write(message);
            if (!last)
                continue;

            var cut = message[0] == 'X' ? Cut.Never : await decide(new(application, request.ToArray()));
            if (cut != Cut.Never)
                Interlocked.Increment(ref cuts);
            if (cut == Cut.BeforeTheServer)
                return;
            if (cut != Cut.Never)
                line.Lost = cut;
            line.Held = hold(new(application, request.ToArray()));

            await speaking.Task.WaitAsync(stop.Token);
            await upstream.SendAsync(request.ToArray(), stop.Token);
            request.SetLength(0);
        }
    }

    async Task AnswerAsync(Socket upstream, Socket client, Line line)
    {
        while (true)
        {
            var message = await ReadAsync(upstream, typed: true);
            await speaking.Task.WaitAsync(stop.Token);
            await line.Held.WaitAsync(stop.Token);

            var cut = line.Lost;
            // ReadyForQuery: what was sent is committed, or was refused.
            if (cut != Cut.Never && message[0] == 'Z')
                return;
            if (cut != Cut.BeforeTheClient)
                await client.SendAsync(message, stop.Token);
        }
    }

    /// <summary>One connection: what becomes of the answers to what was asked last. Written before the server is asked, and so before it can answer.</summary>
    sealed class Line
    {
        public volatile Task Held = Task.CompletedTask;
        public volatile Cut Lost;
    }

    // A message is its type, but for the first one of a connection, its length, and the rest.
    async Task<byte[]> ReadAsync(Socket socket, bool typed)
    {
        await using var from = new NetworkStream(socket, ownsSocket: false);
        var head = new byte[typed ? 5 : 4];
        await from.ReadExactlyAsync(head, stop.Token);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.Length - 4));
        var message = new byte[length + (typed ? 1 : 0)];
        head.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(head.Length), stop.Token);
        return message;
    }

    // The opening names its settings one after the other, each ended by a zero: name, value, name, value.
    static string ApplicationName(byte[] opening)
    {
        var settings = Encoding.UTF8.GetString(opening.AsSpan(8)).Split('\0');
        var name = Array.IndexOf(settings, "application_name");
        return name < 0 ? "" : settings[name + 1];
    }

    Socket ToServer() => EndPoint() is UnixDomainSocketEndPoint
        ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new(SocketType.Stream, ProtocolType.Tcp);

    EndPoint EndPoint() => server.Host!.StartsWith('/')
        ? new UnixDomainSocketEndPoint(Path.Combine(server.Host, $".s.PGSQL.{server.Port}"))
        : new DnsEndPoint(server.Host, server.Port);
}
