using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Asan.Tests;

namespace Asan.Functions.Tests.Ingestion;

/// <summary>
/// Files are dropped and posted, a quarter of them anew with other words, a quarter deleted, while the host is killed again and again. Whoever hands in is a
/// sensible user: one who asks again when there was no answer. <c>eng/soak documents</c> does it with two hundred, eng/test with fewer.
/// </summary>
public sealed class KilledIngestionTests(Postgres postgres, ITestOutputHelper output)
{
    static readonly int Files = Setting("ASAN_SOAK_FILES", 60);
    static readonly int Kills = Setting("ASAN_SOAK_KILLS", 4);
    static readonly int Replaced = Files / 4;
    static readonly int Deleted = Files / 4;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [Setting("ASAN_SOAK_SEED", 6)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task All_documents_end_as_the_last_upload_says_and_nothing_is_left_over(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("asan-killed-").FullName;
        try
        {
            await using var host = await KilledHost.StartAsync(await postgres.CreateAsync(), folder);
            var killing = host.KillAsync(Kills, seed);
            await Parallel.ForAsync(0, Files, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, (i, _) => new ValueTask(HandInAsync(host, i)));
            output.WriteLine($"{Files} files handed in, {Replaced} of them anew, {Deleted} deleted; {await killing} kills so far");

            await host.QuietAsync(Longest);
            foreach (var i in Enumerable.Range(0, Files))
                foreach (var version in new[] { 1, 2 })
                    Assert.Equal(version == (i < Replaced ? 2 : 1) ? Expected(i) : [], await FoundAsync(host, Word(i, version)));
            await host.CheckNothingIsLeftAsync(Files - Deleted);
            output.WriteLine($"{Files - Deleted} documents as the last upload says, none lost, doubled or left over");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    static bool IsDropped(int i) => i % 2 == 0;

    static string IdOf(int i) => IsDropped(i) ? $"documents/documents/{i:000}.docx" : $"posted/{i:000}";

    // Letters that nothing else has, so that a search names the version.
    static string Word(int i, int version) => $"kx{i:000}v{version}zq";

    static string[] Expected(int i) => i >= Replaced && i < Replaced + Deleted ? [] : [IdOf(i)];

    static async Task HandInAsync(KilledHost host, int i)
    {
        await GiveAsync(host, i, 1);
        if (i < Replaced)
            await GiveAsync(host, i, 2);
        else if (i < Replaced + Deleted)
            await DeleteAsync(host, i);
    }

    static async Task GiveAsync(KilledHost host, int i, int version)
    {
        var file = Document(Word(i, version));
        if (IsDropped(i))
            host.Drop($"documents/{i:000}.docx", file);
        else
            await host.InsistAsync(client => client.PostAsync(file, $"{i}.docx", id: IdOf(i)), HttpStatusCode.Accepted);
    }

    // A dropped file is no document before its host has seen it: whoever deletes it has seen it listed.
    static async Task DeleteAsync(KilledHost host, int i)
    {
        await host.InsistAsync(client => client.SendAsync(HttpMethod.Get, DocumentsClient.PathOf(IdOf(i))), HttpStatusCode.OK);
        await host.InsistAsync(client => client.SendAsync(HttpMethod.Delete, DocumentsClient.PathOf(IdOf(i))), HttpStatusCode.NoContent, HttpStatusCode.NotFound);
    }

    // Pairs of letters are searched too, and other documents have some: only those count whose passage has the word.
    static async Task<string[]> FoundAsync(KilledHost host, string word) =>
    [
        .. (await host.Client.SearchAsync(word, 50)).GetProperty("hits").EnumerateArray()
            .Where(hit => hit.GetProperty("snippet").GetProperty("text").GetString()!.Contains(word, StringComparison.Ordinal))
            .Select(hit => hit.GetProperty("documentId").GetString()!).Distinct(),
    ];

    static byte[] Document(string word)
    {
        using var bytes = new MemoryStream();
        bytes.Write(File.ReadAllBytes(DocumentsClient.Fixture("fall-prevention.docx")));
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            string text;
            using (var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open()))
                text = reader.ReadToEnd();
            zip.GetEntry("word/document.xml")!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("word/document.xml").Open(), new UTF8Encoding(false));
            writer.Write(text.Replace("노란 팔찌", word, StringComparison.Ordinal));
        }

        return bytes.ToArray();
    }
}
