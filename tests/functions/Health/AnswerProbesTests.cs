using System.Net;
using System.Net.Sockets;
using System.Text;
using Asan.Tests;

namespace Asan.Functions.Tests.Health;

public sealed class AnswerProbesTests(Postgres postgres)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("live")]
    [InlineData("ready")]
    [InlineData("startup")]
    public async Task A_probe_of_a_sound_host_needs_no_key_and_gets_one_word(string probe)
    {
        await using var application = await ServedApplication.StartAsync(await postgres.CreateAsync());

        using var answer = await application.Http.GetAsync($"/api/health/{probe}", Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"healthy"}""", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Without_its_database_the_host_is_alive_and_not_ready()
    {
        await using var relay = new DatabaseRelay(await postgres.CreateAsync());
        await using var application = await ServedApplication.StartAsync(relay.ConnectionString);
        await relay.CutAsync();

        Assert.Equal(HttpStatusCode.OK, (await application.Http.GetAsync("/api/health/live", Ct)).StatusCode);
        using var ready = await application.Http.GetAsync("/api/health/ready", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"unhealthy"}""", await ready.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task After_SIGTERM_a_running_request_is_answered_nobody_new_is_let_in_and_the_process_ends_well()
    {
        await using var application = await ServedApplication.StartAsync(await postgres.CreateAsync());
        const string body = """{"olderThanDays":0}""";

        // A request whose body is on its way is running: its function waits for the rest.
        using var running = new TcpClient();
        await running.ConnectAsync(application.Http.BaseAddress!.Host, application.Http.BaseAddress.Port, Ct);
        await using var stream = running.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/history/purges HTTP/1.1\r\nHost: localhost\r\nx-functions-key: {application.MasterKey()}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"), Ct);
        var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Ct));

        application.Terminate();
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
            {
                using var another = new TcpClient();
                await another.ConnectAsync(application.Http.BaseAddress.Host, application.Http.BaseAddress.Port, Ct);
            }
        });
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body), Ct);

        Assert.Contains("HTTP/1.1 400 Bad Request", await reader.ReadToEndAsync(Ct));
        Assert.Equal(0, await application.ExitCodeAsync());
        Assert.Contains("1 requests may finish", application.Output);
    }

    [Fact]
    public async Task A_host_without_a_database_does_not_start_and_says_why()
    {
        var (exit, output) = await ServedApplication.FailAsync("");

        Assert.NotEqual(0, exit);
        Assert.Contains("Postgres", output);
    }
}
