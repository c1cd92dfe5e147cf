using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Asan.Functions.Tests;

/// <summary>Stands between an application and its database, so that a test can take the database away and bring it back.</summary>
sealed class DatabaseRelay : IAsyncDisposable
{
    readonly NpgsqlConnectionStringBuilder database;
    readonly List<Socket> sockets = [];
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Task accepting;

    public DatabaseRelay(string connectionString)
    {
        database = new(connectionString);
        listener.Start();
        accepting = AcceptAsync();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        }.ConnectionString;
    }

    /// <summary>By way of the relay.</summary>
    public string ConnectionString { get; }

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public async Task CutAsync()
    {
        listener.Stop();
        await accepting;
        lock (sockets)
            sockets.ForEach(socket => socket.Dispose());
    }

    public async ValueTask DisposeAsync() => await CutAsync();

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await listener.AcceptSocketAsync());
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    async Task RelayAsync(Socket near)
    {
        EndPoint address = database.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{database.Host}/.s.PGSQL.{database.Port}")
            : new DnsEndPoint(database.Host, database.Port);
        using var far = new Socket(address is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP);
        lock (sockets)
            sockets.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(address);
            await using var nearStream = new NetworkStream(near);
            await using var farStream = new NetworkStream(far);
            await Task.WhenAny(nearStream.CopyToAsync(farStream), farStream.CopyToAsync(nearStream));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // Cut, or closed by one side: the other side notices when its socket closes.
        }
        finally
        {
            near.Dispose();
        }
    }
}
