using Asan.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>Blobs that functions read and write, whatever calls them.</summary>
public sealed class BlobBindingTests(Postgres postgres)
{
    [Fact]
    public async Task A_request_reads_a_blob_and_leaves_one()
    {
        await using var scene = await BlobScene.NewAsync(postgres);
        await scene.PutAsync("in", "a/b.txt", "text");
        var host = await scene.StartAsync(typeof(Doors));

        Assert.Equal((200, "text"), await host.AskAsync("GET", "/api/read/a/b"));
        Assert.Equal((200, "none"), await host.AskAsync("GET", "/api/read/a/c"));
        Assert.Equal((202, "kept"), await host.AskAsync("GET", "/api/keep/x"));
        Assert.Equal("content of x", await scene.TextAsync("out", "x.txt"));
    }

    [Fact]
    public async Task A_stream_is_open_until_the_answer_is_written()
    {
        await using var scene = await BlobScene.NewAsync(postgres);
        await scene.PutAsync("in", "big.txt", new string('x', 1_000_000));
        var host = await scene.StartAsync(typeof(Doors));

        Assert.Equal((200, new string('x', 1_000_000)), await host.AskAsync("GET", "/api/stream/big"));
    }

    [Theory]
    [InlineData("..%2F..%2Fsecret")]
    [InlineData("%2e%2e%2fsecret")]
    [InlineData("a%5C..%5Cb")]
    [InlineData(".hidden")]
    [InlineData("a%00b")]
    public async Task A_part_of_an_address_that_would_lead_out_of_the_container_reads_and_writes_nothing(string part)
    {
        await using var scene = await BlobScene.NewAsync(postgres);
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "secret.txt"), "secret", TestContext.Current.CancellationToken);
        var host = await scene.StartAsync(typeof(Doors));

        Assert.Equal(400, (await host.AskAsync("GET", $"/api/stream/{part}")).Status);
        Assert.Equal(400, (await host.AskAsync("GET", $"/api/keep/{part}")).Status);
        Assert.Equal([Path.Combine(scene.Folder, "secret.txt")], Directory.EnumerateFiles(scene.Folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(typeof(NoName), "names a container and no blob")]
    [InlineData(typeof(Unknown), "has the token {patient}, which its trigger does not give")]
    [InlineData(typeof(Open), "opens a brace and does not close it")]
    [InlineData(typeof(Returned), "return a class with a property for each")]
    [InlineData(typeof(Orchestrator), "is an orchestrator and has a blob binding")]
    [InlineData(typeof(BadContainer), "A container's name has 3 to 63 small letters")]
    [InlineData(typeof(NoSetting), "names the setting Nowhere, which has no value")]
    [InlineData(typeof(NoConnection), "has the Connection Nowhere, and there is no such setting")]
    [InlineData(typeof(Nobody), "takes String patient")]
    [InlineData(typeof(NoShape), "takes Int32 content")]
    public async Task A_function_whose_blobs_cannot_be_served_stops_the_start(Type functions, string reason)
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(functions)
        {
            Settings = { ["Postgres:ConnectionString"] = "Host=nowhere", ["Blobs:Folder"] = Path.GetTempPath() },
        });

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_store_says_which_setting_names_one()
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Doors)));

        Assert.Contains("Blobs__Folder", refusal.Message, StringComparison.Ordinal);
    }

    public static class Doors
    {
        [Function("Read")]
        public static IResult Read([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "read/{folder}/{name}")] HttpRequest request, [BlobInput("%Box%in/{folder}/{name}.txt")] string? text) =>
            Results.Text(text ?? "none");

        [Function("Streaming")]
        public static IResult Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream/{name}")] HttpRequest request, [BlobInput("%Box%in/{name}.txt")] Stream content) =>
            Results.Stream(content, "text/plain");

        [Function("Keep")]
        public static Kept Keep([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "keep/{name}")] HttpRequest request, string name) =>
            new(Results.Text("kept", statusCode: 202), $"content of {name}");
    }

    public sealed record Kept([property: HttpResult] IResult Answer, [property: BlobOutput("%Box%out/{name}.txt")] string Content);

    public static class NoName
    {
        [Function("F")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [BlobInput("container")] string content) => Results.Ok();
    }

    public static class Unknown
    {
        [Function("F")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "f/{name}")] HttpRequest request, [BlobInput("container/{patient}")] string content) => Results.Ok();
    }

    public static class Open
    {
        [Function("F")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [BlobInput("container/{patient")] string content) => Results.Ok();
    }

    public static class Returned
    {
        [Function("F")]
        [BlobOutput("container/name")]
        public static string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "";
    }

    public static class Orchestrator
    {
        [Function("F")]
        public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, [BlobInput("container/name")] string content) => Task.CompletedTask;
    }

    public static class BadContainer
    {
        [Function("F")]
        public static void Run([BlobTrigger("../{name}")] string content)
        {
        }
    }

    public static class NoSetting
    {
        [Function("F")]
        public static void Run([BlobTrigger("%Nowhere%/{name}")] string content)
        {
        }
    }

    public static class NoConnection
    {
        [Function("F")]
        public static void Run([BlobTrigger("container/{name}", Connection = "Nowhere")] string content)
        {
        }
    }

    public static class Nobody
    {
        [Function("F")]
        public static void Run([BlobTrigger("container/{name}")] string content, string patient)
        {
        }
    }

    public static class NoShape
    {
        [Function("F")]
        public static void Run([BlobTrigger("container/{name}")] int content)
        {
        }
    }
}
