using Asan.Tests;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Tests.Blobs;

public sealed class BlobsByHandTests(Postgres postgres)
{
    [Fact]
    public async Task A_blob_function_is_called_again_for_the_blob_that_is_named()
    {
        await using var scene = await BlobScene.NewAsync(postgres);
        await scene.PutAsync("in", "a/report.txt", "hello");
        var host = await scene.StartAsync(typeof(Reports));
        await scene.EndedAsync(1);

        Assert.Equal(202, (await CallAsync(host, $$"""{"input":"{{scene.Container("in").Name}}/a/report.txt"}""")).Status);

        await scene.UntilAsync(() => Task.FromResult(scene.Ledger.Lines.Count == 2));
        Assert.Equal(["a report: hello", "a report: hello"], scene.Ledger.Lines);
        Assert.Equal(1, await scene.CountAsync(status: 1));
    }

    [Theory]
    [InlineData("nowhere/a/900101-1234567.txt")]
    [InlineData("*/a/900101-1234567.txt")]
    [InlineData("*/../900101-1234567.txt")]
    [InlineData("*/a/900101-1234567.csv")]
    [InlineData("*/bad/900101-1234567.txt")]
    [InlineData("")]
    public async Task What_cannot_be_called_or_fails_is_logged_without_the_name(string input)
    {
        await using var scene = await BlobScene.NewAsync(postgres);
        await scene.PutAsync("in", "bad/900101-1234567.txt", "x");
        var host = await scene.StartAsync(typeof(Reports));

        Assert.Equal(202, (await CallAsync(host, $$"""{"input":"{{input.Replace("*", scene.Container("in").Name)}}"}""")).Status);

        await scene.UntilAsync(() => Task.FromResult(scene.Logged.Any(line => line.Event == 1108)));
        Assert.DoesNotContain(scene.Logged, line => line.Message.Contains("900101", StringComparison.Ordinal));
    }

    static Task<(int Status, string Body)> CallAsync(TestHost host, string body) => host.AskAsync("POST", "/admin/functions/Reports", body, TestHost.MasterKey);

    public sealed class Reports(Ledger ledger)
    {
        [Function("Reports")]
        public void Run([BlobTrigger("%Box%in/{folder}/{name}.txt")] string text, string folder, string name)
        {
            ledger.Add($"{folder} {name}: {text}");
            if (folder == "bad")
                throw new InvalidDataException($"{name} cannot be read");
        }
    }
}
