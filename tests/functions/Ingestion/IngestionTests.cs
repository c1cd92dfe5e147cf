using System.Net;
using Asan.Tests;
using Asan.Workflows.Ingestion;
using Asan.Workflows.Ingestion.Passwords;
using Asan.Workflows.Ingestion.Uploads;
using Asan.Workflows.Postgres;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Functions.Tests.Ingestion;

/// <summary>What becomes of uploads behind the doors: passwords, what a host left, other ways of cutting.</summary>
public sealed class IngestionTests(Postgres postgres)
{
    const string Never = "--Ingestion:IdleTime=1.00:00:00";

    static readonly byte[] Falls = File.ReadAllBytes(DocumentsClient.Fixture("fall-prevention.docx"));
    static readonly byte[] Insulin = File.ReadAllBytes(DocumentsClient.Fixture("insulin-guideline.hwpx"));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_opens_a_protected_file_and_is_forgotten_with_it()
    {
        var file = await File.ReadAllBytesAsync(SharedData.Require("data/documents/d34-hwp-password-v4-12345.hwp"), Ct);
        await using var host = await IngestionHost.StartAsync(postgres, Never);

        var refused = await host.Client.IngestAsync(file, "locked.hwp", id: "without");
        Assert.Equal("password-required", refused.GetProperty("upload").GetProperty("code").GetString());
        var read = await host.Client.IngestAsync(file, "locked.hwp", id: "with", password: "12345");

        Assert.Equal("published", read.GetProperty("upload").GetProperty("status").GetString());
        Assert.Equal(0L, await ScalarAsync<long>(host, "SELECT count(*) FROM docs.upload WHERE password IS NOT NULL"));
    }

    [Fact]
    public async Task A_password_is_in_no_table_as_it_was_typed()
    {
        const string Password = "correct-horse-비밀";
        await using var host = await IngestionHost.StartAsync(postgres, Never);
        var (uploads, seal) = (host.Services.GetRequiredService<UploadStore>(), host.Services.GetRequiredService<PasswordSeal>());
        var upload = Guid.NewGuid();
        await uploads.BeginAsync(new(upload, "a", UploadSource.Post, "a", null, "a", ["documents"]), Ct);
        await uploads.DescribeAsync(upload, "a", "a", ["documents"], seal.Close(upload, Password), Ct);

        Assert.Equal(Password, seal.Open(upload, await uploads.PasswordAsync(upload, Ct)));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => seal.Open(Guid.NewGuid(), seal.Close(upload, Password)));

        await host.Client.IngestAsync(Falls, "a.docx", id: "b", password: Password);
        var tables = await ScalarAsync<string[]>(host, "SELECT array_agg(format('%I.%I', schemaname, tablename)) FROM pg_tables WHERE schemaname IN ('docs', 'durable', 'platform')");
        foreach (var table in tables)
            Assert.Equal(0L, await ScalarAsync<long>(host, $"SELECT count(*) FROM {table} t WHERE t::text LIKE '%correct-horse%' OR t::text LIKE '%636f72726563742d686f727365%'"));
    }

    [Fact]
    public async Task An_upload_whose_host_died_before_its_workflow_began_is_taken_up()
    {
        await using var host = await IngestionHost.StartAsync(postgres, "--Ingestion:IdleTime=00:00:00");
        var (uploads, files) = (host.Services.GetRequiredService<UploadStore>(), host.Services.GetRequiredService<UploadFiles>());
        var upload = Guid.NewGuid();
        await uploads.BeginAsync(new(upload, "left", UploadSource.Post, UploadFiles.NameOf(upload), null, "left.docx", ["documents"]), Ct);
        await files.PutAsync(upload, new MemoryStream(Falls), Ct);
        await uploads.AcceptAsync(upload, "left", Falls.Length, null, Ct);

        await FinishAsync(host);

        Assert.Equal("published", (await host.Client.SettledAsync(DocumentsClient.PathOf("left"))).GetProperty("upload").GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_upload_whose_workflow_was_purged_is_taken_up_and_one_that_runs_is_left_alone()
    {
        await using var host = await IngestionHost.StartAsync(postgres, "--Ingestion:IdleTime=00:00:00");
        var document = await host.Client.IngestAsync(Falls, "a.docx", id: "a");
        var upload = document.GetProperty("upload").GetProperty("id").GetGuid();
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        await client.WaitForInstanceCompletionAsync(IngestDocument.InstanceOf(upload), Ct);
        await client.PurgeInstanceAsync(IngestDocument.InstanceOf(upload), Ct);
        await host.Database.ExecuteAsync("UPDATE docs.upload SET status = 'accepted', ended_at = NULL", [], Ct);

        await FinishAsync(host);
        await FinishAsync(host);

        await client.WaitForInstanceCompletionAsync(IngestDocument.InstanceOf(upload), Ct);
        Assert.Equal("published", await ScalarAsync<string>(host, "SELECT status FROM docs.upload"));
        Assert.Equal(["a"], await host.Client.FoundAsync("노란 팔찌 순회"));
    }

    [Fact]
    public async Task A_file_that_never_came_in_whole_is_forgotten_when_its_time_is_over()
    {
        await using var host = await IngestionHost.StartAsync(postgres, "--Ingestion:IdleTime=00:00:00", "--Ingestion:ReceiveTime=01:00:00");
        var (uploads, files) = (host.Services.GetRequiredService<UploadStore>(), host.Services.GetRequiredService<UploadFiles>());
        foreach (var age in new[] { "2 hours", "1 minute" })
        {
            var upload = Guid.NewGuid();
            await uploads.BeginAsync(new(upload, age, UploadSource.Post, UploadFiles.NameOf(upload), null, "half", []), Ct);
            await files.PutAsync(upload, new MemoryStream([1, 2, 3]), Ct);
            await host.Database.ExecuteAsync("UPDATE docs.upload SET created_at = now() - $2::interval, changed_at = now() - $2::interval WHERE id = $1", [Sql.Value(upload), Sql.Text(age)], Ct);
        }

        await FinishAsync(host);

        Assert.Equal("1 minute", await ScalarAsync<string>(host, "SELECT document_id FROM docs.upload"));
        Assert.Single(host.Blobs("uploads"));
    }

    [Fact]
    public async Task An_upload_that_was_forgotten_while_it_came_is_not_accepted()
    {
        await using var host = await IngestionHost.StartAsync(postgres, Never);
        using var form = new MultipartFormDataContent { { new ForgetfulContent(host, Falls), "file", "slow.docx" } };

        using var answer = await host.Client.SendAsync(HttpMethod.Post, "/api/documents", form);

        Assert.Equal(HttpStatusCode.RequestTimeout, answer.StatusCode);
        Assert.Equal(0L, await ScalarAsync<long>(host, "SELECT (SELECT count(*) FROM docs.upload) + (SELECT count(*) FROM docs.document)"));
    }

    [Fact]
    public async Task A_deleted_document_whose_host_died_before_its_files_went_loses_them_later()
    {
        await using var host = await IngestionHost.StartAsync(postgres, "--Ingestion:IdleTime=00:00:00");
        await host.Client.IngestAsync(Falls, "a.docx", id: "a");
        await host.Client.IngestAsync([1, 0, 2], "a.bin", id: "a");
        var uploads = host.Services.GetRequiredService<UploadStore>();
        Assert.Equal(2, (await uploads.RemoveAsync("a", Ct))!.Count);
        Assert.Empty(await host.Client.FoundAsync("노란 팔찌 순회"));

        await FinishAsync(host);

        while (await ScalarAsync<long>(host, "SELECT count(*) FROM docs.upload") > 0)
            await Task.Delay(20, Ct);
        foreach (var container in new[] { "uploads", "documents-failed" })
            Assert.Empty(host.Blobs(container));
    }

    [Fact]
    public async Task Documents_that_an_older_release_cut_are_cut_again_and_what_cannot_be_read_again_stays()
    {
        await using var host = await IngestionHost.StartAsync(postgres, Never);
        await host.Client.IngestAsync(Falls, "a.docx", id: "a");
        var kept = (await host.Client.IngestAsync(Insulin, "b.hwpx", id: "b")).GetProperty("upload").GetProperty("id").GetGuid();
        await host.Database.ExecuteAsync("UPDATE docs.version SET chunker = chunker - 1", [], Ct);
        await File.WriteAllBytesAsync(Path.Combine(host.Container("uploads"), UploadFiles.NameOf(kept)), [1, 0, 2], Ct);
        var (outdated, client) = (host.Services.GetRequiredService<OutdatedDocuments>(), host.Services.GetRequiredService<DurableTaskClient>());

        Assert.Equal(2, await outdated.RecutAsync(client, Ct));
        Assert.Equal(0, await outdated.RecutAsync(client, Ct));
        while (await ScalarAsync<long>(host, "SELECT count(*) FROM durable.instances WHERE instance_id LIKE 'recut-%' AND completed_ticks IS NULL") > 0)
            await Task.Delay(20, Ct);

        Assert.Equal("b", await ScalarAsync<string>(host, "SELECT string_agg(document_id, ' ') FROM docs.version WHERE chunker < (SELECT max(chunker) FROM docs.version)"));
        Assert.Equal(["a"], await host.Client.FoundAsync("노란 팔찌 순회"));
        Assert.Equal(["b"], await host.Client.FoundAsync("기저 인슐린 체중"));
        Assert.Equal(2L, await ScalarAsync<long>(host, "SELECT count(*) FROM docs.upload WHERE status = 'published'"));
    }

    [Fact]
    public async Task An_upload_that_a_later_one_overtook_loses_and_its_file_goes()
    {
        await using var host = await IngestionHost.StartAsync(postgres, Never);
        var (uploads, files) = (host.Services.GetRequiredService<UploadStore>(), host.Services.GetRequiredService<UploadFiles>());
        var late = Guid.NewGuid();
        await uploads.BeginAsync(new(late, "a", UploadSource.Post, UploadFiles.NameOf(late), null, "a.docx", ["documents"]), Ct);
        await files.PutAsync(late, new MemoryStream(Falls), Ct);
        await uploads.AcceptAsync(late, "a", Falls.Length, null, Ct);
        await host.Client.IngestAsync(Insulin, "a.hwpx", id: "a");

        var client = host.Services.GetRequiredService<DurableTaskClient>();
        await UnfinishedUploads.IngestAsync(client, late, Ct);
        var ended = await client.WaitForInstanceCompletionAsync(IngestDocument.InstanceOf(late), getInputsAndOutputs: true, Ct);

        Assert.Equal(UploadStatus.Superseded, ended.ReadOutputAs<IngestResult>()!.Status);
        Assert.Equal(["a"], await host.Client.FoundAsync("기저 인슐린 체중"));
        Assert.Equal(1L, await ScalarAsync<long>(host, "SELECT count(*) FROM docs.upload"));
        Assert.Single(host.Blobs("uploads"));
    }

    [Fact]
    public async Task Identifiers_of_persons_are_starred_without_the_label_unmask()
    {
        await using var host = await IngestionHost.StartAsync(postgres, Never);
        var document = await host.Client.IngestAsync(Falls, "900101-1234567.docx", id: "a");

        Assert.DoesNotContain("1234567", document.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("010-0000-0000", await host.Client.TextAsync("/api/documents/a/content"), StringComparison.Ordinal);
        await DocumentsClient.WithLabelsAsync(host.Http, host.Database, IngestionHost.Key, "documents", "unmask");
        Assert.Contains("010-0000-0000", await host.Client.TextAsync("/api/documents/a/content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_longer_than_a_document_may_be_is_refused_while_it_comes()
    {
        await using var host = await IngestionHost.StartAsync(postgres, Never);
        using var form = new MultipartFormDataContent { { new StreamContent(new Zeros(201L << 20)), "file", "long.txt" } };

        using var answer = await host.Client.SendAsync(HttpMethod.Post, "/api/documents", form);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(0L, await ScalarAsync<long>(host, "SELECT count(*) FROM docs.upload"));
        Assert.Empty(host.Blobs("uploads"));
    }

    static Task FinishAsync(IngestionHost host) =>
        host.Services.GetRequiredService<UnfinishedUploads>().FinishAsync(host.Services.GetRequiredService<DurableTaskClient>(), Ct);

    static async Task<T> ScalarAsync<T>(IngestionHost host, string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    /// <summary>A file during whose coming its upload is forgotten.</summary>
    sealed class ForgetfulContent(IngestionHost host, byte[] file) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(file.AsMemory(0, 100), Ct);
            await stream.FlushAsync(Ct);
            while (await host.Database.ExecuteAsync("DELETE FROM docs.upload", [], Ct) == 0)
                await Task.Delay(10, Ct);
            await stream.WriteAsync(file.AsMemory(100), Ct);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A long file of which nothing is anywhere.</summary>
    sealed class Zeros(long length) : Stream
    {
        long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - position);
            position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
