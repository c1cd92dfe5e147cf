using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Asan.DocumentsConsole.Tests;

/// <summary>Doors that answer as a test wants them to.</summary>
sealed class FakeHost : IDisposable
{
    readonly HttpListener listener = new();

    public FakeHost(Func<string, string, (int Status, object Body)> answer)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new($"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }

        listener.Prefixes.Add(Address.OriginalString);
        listener.Start();
        _ = ServeAsync(answer);
    }

    public Uri Address { get; }

    public void Dispose() => listener.Close();

    async Task ServeAsync(Func<string, string, (int Status, object Body)> answer)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var (status, body) = answer($"{context.Request.HttpMethod} {context.Request.RawUrl}", await reader.ReadToEndAsync());
            context.Response.StatusCode = status;
            context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web), willBlock: false);
        }
    }
}
