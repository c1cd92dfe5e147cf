using System.Text;
using Asan.Documents;
using Asan.Documents.Isolation;
using Asan.Workflows.Search.Chunking;

namespace Asan.Tests.Search;

/// <summary>Alone, since it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(LongDocumentsTests), DisableParallelization = true)]
public sealed class LongDocuments;

[Collection(nameof(LongDocumentsTests))]
public sealed class LongDocumentsTests
{
    const int Megabyte = 1 << 20;

    // A text twice as long as this takes as much; held whole, as the letters it has, it would take far more.
    const int Bound = 6 * Megabyte;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("long.txt")]
    [InlineData("long.csv")]
    public async Task A_long_document_is_read_and_cut_in_memory_that_does_not_grow_with_it(string name)
    {
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        var letters = name.EndsWith(".csv", StringComparison.Ordinal) ? WriteRows(file) : WriteLines(file);
        file.Position = 0;
        await using var pool = new ParserPool(new IsolationOptions { Workers = 1 });
        await using var reading = await pool.OpenAsync(file, file.Length, new ParseOptions { FileName = name }, Ct);
        Assert.Null(reading.Refusal);

        var (before, most, sections, characters) = (GC.GetTotalMemory(forceFullCollection: true), 0L, 0, 0L);
        foreach (var chunk in DocumentChunker.Cut(Watched(reading.SectionsAsync(Ct).ToBlockingEnumerable(Ct)), "문서"))
            characters += chunk.Text.Length;

        Assert.True(sections > 50, "too short to tell anything");
        Assert.True(characters >= letters, $"of {letters:N0} letters, {characters:N0} are in chunks");
        Assert.True(letters * sizeof(char) > 2 * Bound, "the whole would be within the bound");
        Assert.True(most - before < Bound, $"{(most - before) / Megabyte} MiB were held");

        IEnumerable<Section> Watched(IEnumerable<Section> all)
        {
            foreach (var section in all)
            {
                if (++sections % 20 == 0)
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                yield return section;
            }
        }
    }

    static long WriteLines(Stream file)
    {
        var text = new StringBuilder();
        for (var line = 0; text.Length < 9 * Megabyte; line++)
            text.Append("진료기록부는 열 해 동안 보존하며 환자가 청하면 사본을 내어 준다. 기록 번호는 ").Append(line).Append("이다.\n");
        file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        return text.ToString().Count(c => !char.IsWhiteSpace(c));
    }

    static long WriteRows(Stream file)
    {
        var text = new StringBuilder("환자번호,검사,결과,판정\r\n");
        for (var row = 0; text.Length < 9 * Megabyte; row++)
            text.Append(row).Append(",혈색소 농도와 적혈구 수를 함께 재는 검사,").Append(row % 170 / 10.0).Append(",정상 범위 안에 있어 따로 조치하지 않음\r\n");
        file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        return text.ToString().Count(c => !char.IsWhiteSpace(c) && c != ',');
    }
}
