using System.Diagnostics;
using Asan.DocumentsConsole.Ingest;

namespace Asan.DocumentsConsole.Tests;

/// <summary>The commands as programs: what they print where, and how they end.</summary>
public sealed class CommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("FILE", "ingest")]
    [InlineData("nowhere is not there", "ingest", "nowhere")]
    [InlineData("standard input", "ingest", "--password", "secret", "nowhere")]
    [InlineData("WORDS", "search")]
    [InlineData("1 to 50", "search", "--top", "many", "word")]
    [InlineData("--tpo", "search", "--tpo", "3")]
    [InlineData("nothing serves", "search", "word")]
    public async Task A_wrong_call_says_what_is_wrong_and_ends_with_2(string named, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(new("http://localhost:1"), "", arguments);

        Assert.Equal((Exit.NotBegun, ""), (exit, output));
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_host_does_not_take_is_said_before_anything_is_sent()
    {
        using var host = new FakeHost((request, _) => request.StartsWith("POST", StringComparison.Ordinal)
            ? throw new InvalidOperationException() : (401, new { detail = "This key opens nothing." }));

        var (exit, _, error) = await RunAsync(host.Address, "", "ingest", folder.File("a.txt"));

        Assert.Equal(Exit.NotBegun, exit);
        Assert.Contains("This key opens nothing.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_comes_from_standard_input_and_one_failure_among_files_ends_with_1()
    {
        var (upload, sent) = (Guid.NewGuid(), "");
        using var host = new FakeHost((request, body) =>
        {
            sent += body;
            return request.StartsWith("POST", StringComparison.Ordinal)
                ? body.Contains("bad", StringComparison.Ordinal) ? (400, new { code = "refused" }) : (202, new { upload })
                : (200, new Document(Guid.Empty, 1, [], 0, new(upload, Outcome.Published, null, null, DateTimeOffset.UnixEpoch)));
        });
        folder.File("good.txt");
        Assert.Equal(Exit.Done, (await RunAsync(host.Address, "비밀\n", "ingest", "--password", "-", folder.Root)).Exit);
        Assert.Contains("비밀", sent, StringComparison.Ordinal);

        folder.File("worse.txt", "bad");
        var (exit, output, _) = await RunAsync(host.Address, "", "ingest", folder.Root);

        Assert.Equal(Exit.NotDone, exit);
        Assert.Contains("published   good.txt", output, StringComparison.Ordinal);
        Assert.Contains("failed      worse.txt  refused", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("@word")]
    [InlineData("[diagram]")]
    public async Task Words_are_looked_for_as_they_are_typed_and_nothing_found_ends_with_1(string word)
    {
        var asked = "";
        using var host = new FakeHost((_, body) =>
        {
            asked = body;
            return (200, new { hits = Array.Empty<object>() });
        });

        var (exit, output, _) = await RunAsync(host.Address, "", "search", "--top", "3", word, "--", "-5");

        Assert.Equal(Exit.NotDone, exit);
        Assert.Contains("Nothing was found", output, StringComparison.Ordinal);
        Assert.Contains($"\"query\":\"{word} -5\",\"top\":3", asked, StringComparison.Ordinal);
    }

    async Task<(int Exit, string Output, string Error)> RunAsync(Uri server, string input, params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        var keys = folder.File(".keys.json", """{"functionKeys":{"default":"key"}}""");
        string[] command =
        [
            typeof(GivenFile).Assembly.Location, arguments[0], "--server", server.OriginalString, "--keys", keys, .. arguments[1..],
        ];
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }
}
