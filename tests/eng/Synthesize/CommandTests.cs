using System.Diagnostics;

namespace Asan.Synthesize.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("--patients", "--seed", "1", "out")]
    [InlineData("--patients", "--patients", "0", "out")]
    [InlineData("--until", "--patients", "1", "--until", "tomorrow", "out")]
    [InlineData("--seed", "--patients", "1", "--seed", "x", "out")]
    [InlineData("OUT", "--patients", "1")]
    public async Task A_wrong_call_says_what_is_wrong(string named, params string[] arguments)
    {
        var (exit, _, error) = await RunAsync(arguments);

        Assert.NotEqual(0, exit);
        Assert.Contains(named, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named_without_a_stack_trace()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exit, _, error) = await RunAsync("--patients", "1", file);

            Assert.Equal(1, exit);
            Assert.Contains(file, error);
            Assert.DoesNotContain("   at ", error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var (exit, output, _) = await RunAsync("--help");

        Assert.Equal(0, exit);
        Assert.All(["--patients", "--seed", "--until", "OUT"], option => Assert.Contains(option, output));
    }

    static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        string[] command = [typeof(Order).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }
}
