using System.Diagnostics;
using Asan.Tests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>Blob functions on real hosts, over both stores.</summary>
public sealed class BlobTriggerTests(Postgres postgres, Azurite azurite)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StoreKind> Stores => [StoreKind.Folder, StoreKind.Azure];

    [Theory, MemberData(nameof(Stores))]
    public async Task A_blob_calls_its_function_once_with_its_content_and_the_parts_of_its_name(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        await scene.PutAsync("in", "2026/11/scan.final.txt", "hello 병원");
        await scene.StartAsync(typeof(Notes));
        await scene.EndedAsync(1);
        await scene.PutAsync("in", "now/b.txt", "later");
        await scene.PutAsync("in", "now/b.csv", "not wanted");
        await scene.EndedAsync(2);

        Assert.Equal(["2026/11 scan.final txt: hello 병원", "now b txt: later"], scene.Ledger.Lines);
        Assert.Equal(2, await scene.CountAsync(status: 1));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Each_version_calls_it_and_a_host_that_starts_again_calls_it_for_none_of_them(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        await scene.PutAsync("in", "a/b.txt", "one");
        var host = await scene.StartAsync(typeof(Notes));
        await scene.EndedAsync(1);
        await scene.PutAsync("in", "a/b.txt", "two");
        await scene.EndedAsync(2);
        await scene.PutAsync("in", "a/b.txt", "two");
        await scene.EndedAsync(3);
        await scene.StopAsync(host);

        await scene.StartAsync(typeof(Notes));
        await scene.PutAsync("in", "a/c.txt", "last");
        await scene.EndedAsync(4);

        Assert.Equal(["a b txt: one", "a b txt: two", "a b txt: two", "a c txt: last"], scene.Ledger.Lines);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task After_five_tries_a_blob_is_given_up_with_the_reason_and_others_are_not_held_up(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        await scene.PutAsync("in", "bad/b.txt", "x");
        await scene.PutAsync("in", "good/b.txt", "x");
        await scene.StartAsync(typeof(Picky));
        await scene.EndedAsync(2);

        Assert.Equal(5, scene.Ledger.Lines.Count(line => line.StartsWith("bad", StringComparison.Ordinal)));
        Assert.Equal(["bad 0/4", "bad 1/4", "bad 2/4", "bad 3/4", "bad 4/4"], scene.Ledger.Lines.Where(line => line.StartsWith("bad", StringComparison.Ordinal)));
        Assert.Equal(1, scene.Ledger.Lines.Count(line => line.StartsWith("good", StringComparison.Ordinal)));
        Assert.Equal("InvalidDataException: this is no document", await scene.AskAsync<string>("SELECT reason FROM durable.blob_poison"));
        Assert.Equal("bad/b.txt Picky", await scene.AskAsync<string>("SELECT message ->> 'BlobName' || ' ' || (message ->> 'FunctionId') FROM durable.blob_poison"));
        Assert.NotNull(await scene.TextAsync("in", "bad/b.txt"));

        // A new version is a new chance.
        await scene.PutAsync("in", "bad/b.txt", "good now");
        await scene.UntilAsync(async () => await scene.CountAsync(status: 1) == 2);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Two_hosts_share_the_blobs(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        for (var i = 0; i < 60; i++)
            await scene.PutAsync("in", $"a/{i:d3}.txt", $"{i}");
        await Task.WhenAll(scene.StartAsync(typeof(Notes)), scene.StartAsync(typeof(Notes)));
        await scene.EndedAsync(60);

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"a {i:d3} txt: {i}"), scene.Ledger.Lines.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task What_is_dropped_in_one_go_is_taken_in_the_order_it_was_written(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        var names = Enumerable.Range(0, 40).Select(i => $"{(i * 7) % 40:d2}").ToArray();
        foreach (var name in names)
        {
            await scene.PutAsync("in", $"a/{name}.txt", "x");
            if (kind == StoreKind.Azure)
                await Task.Delay(25, Ct); // the emulator's ETags are exact, its times are not always told apart
        }

        await scene.StartAsync(typeof(Notes), ("AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism", "1"));
        await scene.EndedAsync(40);

        if (kind == StoreKind.Folder)
            Assert.Equal(names.Select(name => $"a {name} txt: x"), scene.Ledger.Lines);
        else
            // Azure tells whole seconds: within one, the order is that of the names.
            Assert.Equal(await scene.AskAsync<string[]>("SELECT array_agg(split_part(split_part(name, '/', 2), '.', 1) ORDER BY modified_at, id) FROM durable.blob_receipts"),
                scene.Ledger.Lines.Select(line => line.Split(' ')[1]));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_function_may_take_bytes_a_stream_or_an_object_and_leave_what_it_returns_in_a_blob(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        await scene.PutAsync("settings", "tone.txt", "loud");
        await scene.PutAsync("bytes", "b.bin", "abc");
        await scene.PutAsync("stream", "s.txt", "abc");
        await scene.PutAsync("objects", "o.json", """{ "name": "Kim", "visits": 3 }""");
        await scene.StartAsync(typeof(Shapes));
        await scene.EndedAsync(3);

        Assert.Equal("cba", await scene.TextAsync("out", "bytes/b.bin"));
        Assert.Equal("ABC loud", await scene.TextAsync("out", "stream/s.upper"));
        Assert.Equal("""{"Name":"Kim","Visits":4}""", await scene.TextAsync("out", "objects/o.next.json"));
        Assert.Equal("Kim", await scene.TextAsync("out", "objects/o.name"));
        Assert.Null(await scene.TextAsync("out", "objects/o.never"));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_function_may_start_an_orchestration_named_for_the_version(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        var put = await scene.PutAsync("in", "a.txt", "x");
        var host = await scene.StartAsync(typeof(Starts));
        await scene.EndedAsync(1);

        var client = (DurableTaskClient)host.Host.Services.GetService(typeof(DurableTaskClient))!;
        var ended = await client.WaitForInstanceCompletionAsync($"a-{put!.ETag}", getInputsAndOutputs: true, Ct);
        Assert.Equal("got a.txt", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_blob_that_is_gone_when_its_turn_comes_is_passed_over()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/1.txt", "holds the only place");
        await scene.PutAsync("in", "a/2.txt", "goes");
        await scene.StartAsync(typeof(Gated), ("AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism", "1"));
        await scene.UntilAsync(() => Task.FromResult(scene.Ledger.Lines.Count == 1));
        await scene.Container("in").DeleteAsync("a/2.txt", null, Ct);
        scene.Ledger.Gate.SetResult();
        await scene.EndedAsync(2);

        Assert.Equal(["1"], scene.Ledger.Lines);
        Assert.Equal(1, await scene.CountAsync(status: 3));
    }

    [Fact]
    public async Task A_blob_is_not_handled_at_two_versions_at_once()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/1.txt", "first");
        await scene.StartAsync(typeof(Gated));
        await scene.UntilAsync(() => Task.FromResult(scene.Ledger.Lines.Count == 1));
        await scene.PutAsync("in", "a/1.txt", "second");
        await scene.UntilAsync(() => scene.AskAsync<bool>("SELECT count(*) = 2 FROM durable.blob_receipts"));
        await scene.PutAsync("in", "b/2.txt", "another");
        await scene.UntilAsync(() => Task.FromResult(scene.Ledger.Lines.Count == 2));

        Assert.Equal(["1", "2"], scene.Ledger.Lines);
        scene.Ledger.Gate.SetResult();
        await scene.EndedAsync(3);
        Assert.Equal(["1", "2", "1"], scene.Ledger.Lines);
    }

    [Fact]
    public async Task A_file_is_taken_only_once_it_has_settled()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(scene.PathOf("in"), "a")).FullName, "slow.txt");
        await scene.StartAsync(typeof(Notes), ("Blobs:SettleTime", "00:00:00.600"));
        for (var i = 0; i < 10; i++)
        {
            await File.AppendAllTextAsync(file, $"{i}", Ct);
            await Task.Delay(100, Ct);
        }

        await scene.UntilAsync(async () => await scene.CountAsync(status: 1) == 1);
        Assert.Equal(["a slow txt: 0123456789"], scene.Ledger.Lines);
    }

    [Fact]
    public async Task A_file_that_is_written_under_another_name_is_taken_when_it_has_its_own()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        var folder = Directory.CreateDirectory(Path.Combine(scene.PathOf("in"), "a")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "doc.txt.part"), "half", Ct);
        await scene.StartAsync(typeof(Everything));
        await scene.PutAsync("in", "a/other.txt", "x");
        await scene.EndedAsync(1);
        File.Move(Path.Combine(folder, "doc.txt.part"), Path.Combine(folder, "doc.txt"));
        await scene.EndedAsync(2);

        Assert.Equal(["a/other.txt", "a/doc.txt"], scene.Ledger.Lines);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_container_that_waits_for_it_gives_its_folders_only_when_they_are_complete(StoreKind kind)
    {
        await using var scene = await NewAsync(kind);
        await scene.PutAsync("in", "one/1.txt", "x");
        await scene.PutAsync("in", "two/2.txt", "x");
        await scene.PutAsync("in", "two/_COMPLETE", "");
        await scene.StartAsync(typeof(Everything), ("Blobs:WaitForComplete:0", scene.Container("in").Name));
        await scene.EndedAsync(1);
        Assert.Equal(["two/2.txt"], scene.Ledger.Lines);

        await scene.PutAsync("in", "one/_COMPLETE", "");
        await scene.EndedAsync(2);
        Assert.Equal(["two/2.txt", "one/1.txt"], scene.Ledger.Lines);
    }

    [Fact]
    public async Task A_file_that_is_touched_or_restored_as_it_was_is_no_new_version()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/b.txt", "one");
        await scene.StartAsync(typeof(Notes));
        await scene.EndedAsync(1);
        var file = Path.Combine(scene.PathOf("in"), "a", "b.txt");
        Process.Start("chmod", ["640", file]).WaitForExit();
        await scene.EndedAsync(2);
        var written = File.GetLastWriteTimeUtc(file);
        File.Copy(file, $"{file}.part");
        File.SetLastWriteTimeUtc($"{file}.part", written);
        File.Move($"{file}.part", file, overwrite: true);
        await scene.EndedAsync(3);

        Assert.Equal(["a b txt: one"], scene.Ledger.Lines);
        Assert.Equal(2, await scene.AskAsync<long>("SELECT count(*) FROM durable.blob_receipts WHERE status = 3 AND reason LIKE 'The same version was handled before%'"));
    }

    [Fact]
    public async Task A_hostile_name_reaches_no_function_and_no_log_and_is_written_down()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        var folder = Directory.CreateDirectory(scene.PathOf("in")).FullName;
        string[] hostile = ["a\nb", "c:\\..\\..\\secret", "x\u001b[31m", "\\..\\y", "Kim 900101-1234567:x"];
        foreach (var name in hostile)
            await File.WriteAllTextAsync(Path.Combine(folder, name), "x", Ct);
        Directory.CreateDirectory(Path.Combine(scene.Folder, "outside"));
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "outside", "secret.txt"), "x", Ct);
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(scene.Folder, "outside"));
        File.CreateSymbolicLink(Path.Combine(folder, "secret.txt"), Path.Combine(scene.Folder, "outside", "secret.txt"));
        await scene.PutAsync("in", "ok", "x");
        await scene.StartAsync(typeof(Everything));
        await scene.EndedAsync(hostile.Length + 1);

        Assert.Equal(["ok"], scene.Ledger.Lines);
        Assert.Equal(hostile.Length, await scene.AskAsync<long>("SELECT count(*) FROM durable.blob_poison WHERE reason LIKE 'The name is refused: %'"));
        Assert.DoesNotContain(scene.Logged, line => line.Message.Contains("secret", StringComparison.Ordinal) || line.Message.Contains("900101", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_of_any_length_is_recorded()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        var deep = string.Join('/', Enumerable.Repeat(new string('가', 60), 16));
        await scene.PutAsync("in", $"{deep}/b", "x");
        await scene.StartAsync(typeof(Everything));
        await scene.EndedAsync(1);

        Assert.Equal([$"{deep}/b"], scene.Ledger.Lines);
    }

    [Fact]
    public async Task A_part_of_a_name_that_cannot_become_its_parameter_gives_the_blob_up_at_once()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "7.txt", "x");
        await scene.PutAsync("in", "seven.txt", "x");
        await scene.StartAsync(typeof(Numbered));
        await scene.EndedAsync(2);

        Assert.Equal(["7"], scene.Ledger.Lines);
        Assert.Equal(1, await scene.AskAsync<int>("SELECT attempts FROM durable.blob_poison"));
    }

    [Fact]
    public async Task More_than_fits_into_memory_is_given_up_with_the_advice_to_stream_it()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/big.txt", new string('x', 5_000));
        await scene.StartAsync(typeof(Notes), ("Blobs:MaximumInMemory", "1000"));
        await scene.EndedAsync(1);

        Assert.Contains("take it as a Stream", await scene.AskAsync<string>("SELECT reason FROM durable.blob_poison"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_stops_gives_back_what_it_cut_off_and_the_next_one_handles_it_at_once()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/1.txt", "x");
        var first = await scene.StartAsync(typeof(Gated), ("Host:DrainSeconds", "0"), ("Durable:Lease", "01:00:00"));
        await scene.UntilAsync(() => Task.FromResult(scene.Ledger.Lines.Count == 1));
        await scene.StopAsync(first);
        scene.Ledger.Gate.SetResult();

        await scene.StartAsync(typeof(Gated), ("Durable:Lease", "01:00:00"));
        await scene.EndedAsync(1);
        Assert.Equal(["1", "1"], scene.Ledger.Lines);
        Assert.Equal(1, await scene.AskAsync<int>("SELECT attempts FROM durable.blob_receipts"));
    }

    [Fact]
    public async Task A_host_that_lost_its_lease_says_nothing_of_the_blob()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/1.txt", "x");
        await scene.StartAsync(typeof(Gated));
        await scene.UntilAsync(() => Task.FromResult(scene.Ledger.Lines.Count == 1));
        await scene.ExecuteAsync("UPDATE durable.blob_receipts SET owner = 'another host', attempts = attempts + 1, visible_at = now() + interval '1 hour'");
        scene.Ledger.Gate.SetResult();
        await scene.UntilAsync(() => Task.FromResult(scene.Logged.Any(line => line.Event == 1166)));

        Assert.Equal("0 another host", await scene.AskAsync<string>("SELECT status || ' ' || owner FROM durable.blob_receipts"));
    }

    [Fact]
    public async Task A_blob_whose_hosts_died_every_time_is_given_up_and_says_so()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        await scene.PutAsync("in", "a/1.txt", "x");
        var host = await scene.StartAsync(typeof(Notes));
        await scene.EndedAsync(1);
        await scene.StopAsync(host);
        await scene.ExecuteAsync("UPDATE durable.blob_receipts SET status = 0, attempts = 5, owner = 'dead', visible_at = now(), identity = NULL");

        await scene.StartAsync(typeof(Notes));
        await scene.EndedAsync(1);
        Assert.Equal(2, await scene.AskAsync<int>("SELECT status::integer FROM durable.blob_receipts"));
        Assert.StartsWith("Its host died or lost its lease", await scene.AskAsync<string>("SELECT reason FROM durable.blob_receipts"), StringComparison.Ordinal);
        Assert.Single(scene.Ledger.Lines);
    }

    [Fact]
    public async Task A_trigger_may_watch_a_store_of_its_own()
    {
        await using var scene = await NewAsync(StoreKind.Folder);
        var lab = Directory.CreateTempSubdirectory("asan-lab-");
        Directory.CreateDirectory(Path.Combine(lab.FullName, "results"));
        await File.WriteAllTextAsync(Path.Combine(lab.FullName, "results", "1.txt"), "from the lab", Ct);
        await scene.StartAsync(typeof(Lab), ("AzureWebJobsLab", $"Folder={lab.FullName}"));
        await scene.EndedAsync(1);

        Assert.Equal(["from the lab"], scene.Ledger.Lines);
        lab.Delete(recursive: true);
    }

    Task<BlobScene> NewAsync(StoreKind kind) => BlobScene.NewAsync(postgres, azurite, kind);

    public sealed class Notes(Ledger ledger)
    {
        [Function("Notes")]
        public void Run([BlobTrigger("%Box%in/{folder}/{name}.txt")] string text, string folder, string name, FunctionContext context) =>
            ledger.Add($"{folder} {name} {((string)context.BindingContext.BindingData["BlobTrigger"]!).Split('.')[^1]}: {text}");
    }

    public sealed class Everything(Ledger ledger)
    {
        [Function("Everything")]
        public void Run([BlobTrigger("%Box%in/{name}")] byte[] content, string name)
        {
            Assert.NotEmpty(content);
            ledger.Add(name);
        }
    }

    public sealed class Picky(Ledger ledger)
    {
        [Function("Picky")]
        public void Run([BlobTrigger("%Box%in/{folder}/{name}.txt")] string text, string folder, FunctionContext context)
        {
            ledger.Add($"{folder} {context.RetryContext.RetryCount}/{context.RetryContext.MaxRetryCount}");
            if (folder == "bad" && text == "x")
                throw new InvalidDataException("this is no document");
        }
    }

    public sealed class Gated(Ledger ledger)
    {
        [Function("Gated")]
        public async Task RunAsync([BlobTrigger("%Box%in/{folder}/{name}.txt")] Stream content, string name, CancellationToken ct)
        {
            ledger.Add(name);
            await ledger.Gate.Task.WaitAsync(ct);
            content.ReadByte();
        }
    }

    public sealed class Numbered(Ledger ledger)
    {
        [Function("Numbered")]
        public void Run([BlobTrigger("%Box%in/{number}.txt")] string text, int number) => ledger.Add($"{number}");
    }

    public sealed class Lab(Ledger ledger)
    {
        [Function("Lab")]
        public void Run([BlobTrigger("results/{name}", Connection = "Lab")] string text) => ledger.Add(text);
    }

    public static class Shapes
    {
        [Function("Bytes")]
        [BlobOutput("%Box%out/bytes/{name}")]
        public static byte[] Bytes([BlobTrigger("%Box%bytes/{name}")] byte[] content) => [.. content.Reverse()];

        [Function("Streamed")]
        [BlobOutput("%Box%out/stream/{name}.upper")]
        public static async Task<string> StreamedAsync([BlobTrigger("%Box%stream/{name}.txt")] Stream content, [BlobInput("%Box%settings/tone.txt")] string tone, [BlobInput("%Box%settings/{name}.none")] string? none) =>
            $"{(await new StreamReader(content).ReadToEndAsync()).ToUpperInvariant()} {tone}{none}";

        [Function("Objects")]
        public static Next Objects([BlobTrigger("%Box%objects/{name}.json")] Person person) =>
            new(person with { Visits = person.Visits + 1 }, BinaryData.FromString(person.Name), null);
    }

    public sealed record Person(string Name, int Visits);

    public sealed record Next(
        [property: BlobOutput("%Box%out/objects/{name}.next.json")] Person Person,
        [property: BlobOutput("%Box%out/objects/{name}.name")] BinaryData Name,
        [property: BlobOutput("%Box%out/objects/{name}.never")] string? Never);

    public static class Starts
    {
        [Function("Starts")]
        public static Task StartAsync([BlobTrigger("%Box%in/{name}.txt")] string text, string name, [DurableClient] DurableTaskClient client, FunctionContext context)
        {
            var etag = System.Text.Json.JsonDocument.Parse((string)context.BindingContext.BindingData["Properties"]!).RootElement.GetProperty("ETag").GetString()!.Trim('"');
            return client.ScheduleNewOrchestrationInstanceAsync("Got", $"{name}.{text.Length}", new Microsoft.DurableTask.StartOrchestrationOptions($"{name}-{etag}"));
        }

        [Function("Got")]
        public static Task<string> Got([OrchestrationTrigger] Microsoft.DurableTask.TaskOrchestrationContext context, string input) => Task.FromResult($"got {input.Replace(".1", ".txt", StringComparison.Ordinal)}");
    }
}
