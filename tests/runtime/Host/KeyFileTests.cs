using Asan.Runtime.Host.Keys;

namespace Asan.Runtime.Host.Tests;

public sealed class KeyFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("asan-keys-").FullName;

    string Path => System.IO.Path.Combine(folder, "below", "keys.json");

    [Fact]
    public void The_first_start_makes_keys_that_only_their_owner_can_read()
    {
        var keys = KeyFile.ReadOrCreate(Path);

        Assert.Equal(3, new[] { keys.MasterKey, keys.FunctionKeys["default"], keys.SystemKeys["durabletask_extension"] }.Distinct().Count(key => key.Length >= 50));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_later_start_reads_the_same_keys()
    {
        var first = KeyFile.ReadOrCreate(Path);

        Assert.Equal(first.MasterKey, KeyFile.ReadOrCreate(Path).MasterKey);
    }

    [Fact]
    public async Task Replicas_that_start_at_once_agree_on_one_file_and_leave_nothing_beside_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var file = System.IO.Path.Combine(folder, $"{round}", "keys.json");
            using var start = new Barrier(8);
            var replicas = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return KeyFile.ReadOrCreate(file).MasterKey;
                }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));

            Assert.Single((await Task.WhenAll(replicas)).Distinct());
            Assert.Single(Directory.GetFileSystemEntries(System.IO.Path.GetDirectoryName(file)!));
        }
    }

    [Theory]
    [InlineData("""{ "masterKey": "secret-text" """)]
    [InlineData("""{ "masterKey": "secret-text" }""")]
    [InlineData("""{ "functionKeys": {}, "systemKeys": {} }""")]
    [InlineData("secret-text")]
    public void A_file_that_is_not_whole_is_refused_by_name_and_not_quoted(string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, content);

        var error = Assert.Throws<InvalidOperationException>(() => KeyFile.ReadOrCreate(Path));

        Assert.Contains(Path, error.Message);
        Assert.DoesNotContain("secret-text", error.ToString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
