using System.Collections.Concurrent;
using System.Text;
using Asan.Documents.Exports;
using Asan.Documents.Isolation;
using Asan.Documents.Making;

namespace Asan.Documents.Tests.Isolation;

public sealed class ParserPoolTests
{
    static readonly string FaultyWorker = Path.Combine(AppContext.BaseDirectory, "Asan.Documents.FaultyWorker.dll");

    readonly ConcurrentQueue<WorkerEnd> ended = [];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    IsolationOptions Faulty => new() { WorkerPath = FaultyWorker, Workers = 1, HeapBytes = 128 << 20, DataBytes = 1L << 30, WorkerEnded = ended.Enqueue };

    static Task<ParseResult> ParseAsync(ParserPool pool, string order) => pool.ParseAsync(Encoding.UTF8.GetBytes(order), ParseOptions.Default, Ct);

    static string Text(ParseResult result) =>
        TextExport.Write(Assert.IsType<ParseResult.Parsed>(result).Document, TextOptions.Typed).TrimEnd('\n');

    static string Refusal(ParseResult result) => Assert.IsType<ParseResult.Refused>(result).Refusal.Code;

    [Fact]
    public async Task A_worker_reads_what_is_read_in_process_pictures_included()
    {
        var picture = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        var file = new DocxMaker { ["word/media/image1.png"] = picture }
            .Relationship("rId1", "image", "media/image1.png")
            .Body(DocxMaker.Paragraph("환자에게 설명한다."), DocxMaker.Picture("rId1"), DocxMaker.Table(["가", "나"], ["다", "라"]));
        await using var pool = new ParserPool(new IsolationOptions { Workers = 1, WorkerEnded = ended.Enqueue });

        var apart = Assert.IsType<ParseResult.Parsed>(await pool.ParseAsync(file, ParseOptions.Default, Ct)).Document;

        var here = Documents.Tests.Reading.Open(file);
        Assert.Equal(Documents.Tests.Reading.Shown(here), Documents.Tests.Reading.Shown(apart));
        Assert.Equal(here.Counts, apart.Counts);
        Assert.Equal(here.Sections[0].Blocks.Select(b => b.Position), apart.Sections[0].Blocks.Select(b => b.Position));
        Assert.Equal(picture, Assert.Single(apart.Files).Bytes.ToArray());
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_refused_and_the_next_is_read()
    {
        await using (var pool = new ParserPool(Faulty with { WallClock = TimeSpan.FromSeconds(2) }))
        {
            Assert.Equal(RefusalCodes.TimedOut, Refusal(await ParseAsync(pool, "hang")));
            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        Assert.Equal([WorkerEndReason.TimedOut, WorkerEndReason.Closed], ended.Select(e => e.Reason));
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("exit")]
    [InlineData("overflow")]
    [InlineData("shout")]
    [InlineData("noise")]
    public async Task A_parser_that_breaks_costs_its_file_alone_and_is_reported_without_a_word_of_it(string order)
    {
        await using (var pool = new ParserPool(Faulty))
        {
            Assert.Equal(RefusalCodes.ParserFailed, Refusal(await ParseAsync(pool, order)));
            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        var crash = ended.First();
        Assert.True(crash.Reason is WorkerEndReason.Crashed or WorkerEndReason.Misbehaved);
        Assert.DoesNotContain("patient", crash.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_is_reported_with_the_lines_of_code_it_happened_in()
    {
        await using (var pool = new ParserPool(Faulty))
            await ParseAsync(pool, "throw");

        Assert.Contains("InvalidOperationException", ended.First().Detail, StringComparison.Ordinal);
        Assert.Contains("   at ", ended.First().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_takes_too_much_memory_is_refused_by_name()
    {
        await using (var pool = new ParserPool(Faulty))
        {
            Assert.Equal(RefusalCodes.OutOfMemory, Refusal(await ParseAsync(pool, "memory")));
            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        Assert.Equal(WorkerEndReason.OutOfMemory, ended.First().Reason);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_refused_by_name()
    {
        await using var pool = new ParserPool(Faulty with { ResultBytes = 1 << 20 });

        Assert.Equal(RefusalCodes.ResultTooLarge, Refusal(await ParseAsync(pool, "large")));
        Assert.Equal("next", Text(await ParseAsync(pool, "next")));
    }

    [Fact]
    public async Task A_worker_is_replaced_after_its_share_of_files()
    {
        await using (var pool = new ParserPool(Faulty with { DocumentsPerWorker = 2 }))
        {
            var processes = new List<string>();
            for (var i = 0; i < 5; i++)
                processes.Add(Text(await ParseAsync(pool, "process")));
            Assert.Equal([2, 2, 1], processes.GroupBy(p => p).Select(g => g.Count()));
        }

        Assert.Equal([WorkerEndReason.Recycled, WorkerEndReason.Recycled, WorkerEndReason.Closed], ended.Select(e => e.Reason));
        Assert.All(ended, end => Assert.Equal(0, end.ExitCode));
    }

    [Fact]
    public async Task What_a_worker_read_before_does_not_decide_about_a_file()
    {
        await using var pool = new ParserPool(Faulty);
        await ParseAsync(pool, "first");

        Assert.Equal("break-second", Text(await ParseAsync(pool, "break-second")));
    }

    [Fact]
    public async Task A_refusal_leaves_the_worker_in_use()
    {
        await using (var pool = new ParserPool(Faulty))
        {
            Assert.Equal("damaged", Refusal(await ParseAsync(pool, "refuse")));
            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        Assert.Equal(2, Assert.Single(ended).Documents);
    }

    [Fact]
    public async Task A_caller_who_goes_away_takes_the_worker_along()
    {
        await using var pool = new ParserPool(Faulty);
        await ParseAsync(pool, "first");
        using var gone = new CancellationTokenSource();
        var parsing = pool.ParseAsync("hang"u8.ToArray(), ParseOptions.Default, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parsing);
        Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        Assert.Equal(WorkerEndReason.Cancelled, Assert.Single(ended).Reason);
    }

    [Fact]
    public async Task No_more_files_are_read_at_a_time_than_there_are_workers()
    {
        await using var pool = new ParserPool(Faulty with { Workers = 2 });

        var processes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => Text(await ParseAsync(pool, "process"))));

        Assert.InRange(processes.Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task A_worker_sees_no_network()
    {
        await using var pool = new ParserPool(Faulty);
        Assert.SkipUnless(await pool.IsWithoutNetworkAsync(), "this system does not let a process give up the network; as root it does: apt-get install util-linux");

        Assert.Equal("", Text(await ParseAsync(pool, "networks")));
    }

    [Fact]
    public async Task A_worker_gets_nothing_of_the_hosts_environment()
    {
        Environment.SetEnvironmentVariable("ASAN_SECRET_OF_THE_HOST", "x");
        await using var pool = new ParserPool(Faulty);

        var names = Text(await ParseAsync(pool, "environment"));

        Assert.DoesNotContain("ASAN", names, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME", names, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_larger_than_the_limit_is_refused_before_any_worker_starts()
    {
        await using (var pool = new ParserPool(Faulty))
        {
            var options = new ParseOptions { Limits = new() { FileBytes = 10 } };
            Assert.Equal(RefusalCodes.FileTooLarge, Refusal(await pool.ParseAsync("eleven bytes"u8.ToArray(), options, Ct)));
        }

        Assert.Empty(ended);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_the_callers_affair()
    {
        await using var pool = new ParserPool(Faulty);
        using var shorter = new MemoryStream("short"u8.ToArray());

        await Assert.ThrowsAsync<IOException>(() => pool.ParseAsync(shorter, 100, ParseOptions.Default, Ct));
        Assert.Equal("next", Text(await ParseAsync(pool, "next")));
    }

    [Fact]
    public async Task A_worker_that_does_not_start_says_so()
    {
        await using var pool = new ParserPool(Faulty with { WorkerPath = Path.Combine(AppContext.BaseDirectory, "no-such-worker.dll") });

        var error = await Assert.ThrowsAsync<IOException>(() => ParseAsync(pool, "any"));

        Assert.Contains("no-such-worker.dll", error.Message, StringComparison.Ordinal);
    }

    static async Task<Documents.Isolation.Reading> OpenAsync(ParserPool pool, string order, CancellationToken? cancellationToken = null) =>
        await pool.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(order)), Encoding.UTF8.GetByteCount(order), ParseOptions.Default, cancellationToken ?? Ct);

    [Fact]
    public async Task A_document_comes_in_pieces_whose_sum_is_the_whole()
    {
        var picture = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        var file = new DocxMaker { ["word/media/image1.png"] = picture }
            .Relationship("rId1", "image", "media/image1.png")
            .Body([DocxMaker.Picture("rId1"), .. Enumerable.Range(0, 4000).Select(i => DocxMaker.Paragraph($"{i}번 환자에게 검사 결과를 설명하고 동의를 받는다. {new string('가', 40)}"))]);
        await using var pool = new ParserPool(new IsolationOptions { Workers = 1, WorkerEnded = ended.Enqueue });
        await using var reading = await pool.OpenAsync(new MemoryStream(file), file.Length, ParseOptions.Default, Ct);

        var sections = await reading.SectionsAsync(Ct).ToListAsync(Ct);
        var files = await reading.FilesAsync(Ct).ToListAsync(Ct);

        var here = Documents.Tests.Reading.Open(file);
        Assert.True(sections.Count > 1);
        Assert.Equal([false, .. Enumerable.Repeat(true, sections.Count - 1)], sections.Select(s => s.Continues));
        Assert.Equal(here.Sections[0].Blocks.Select(b => (b.Position, (b as Paragraph)?.Text)), sections.SelectMany(s => s.Blocks).Select(b => (b.Position, (b as Paragraph)?.Text)));
        Assert.Equal(picture, Assert.Single(files).Bytes.ToArray());
        Assert.Equal((files[0].Name, picture.Length), (reading.Head.Files[0].Name, reading.Head.Files[0].Length));
        Assert.Equal(here.Counts, reading.Tail.Counts);
    }

    [Theory]
    [InlineData("late:throw", RefusalCodes.ParserFailed)]
    [InlineData("late:exit", RefusalCodes.ParserFailed)]
    [InlineData("late:memory", RefusalCodes.OutOfMemory)]
    [InlineData("late:large", RefusalCodes.ResultTooLarge)]
    [InlineData("late:hang", RefusalCodes.TimedOut)]
    [InlineData("late:refuse", "damaged")]
    public async Task What_breaks_after_pieces_were_given_breaks_the_reading_by_name_and_the_next_file_is_read(string order, string code)
    {
        // Only the one that is to take too long has to.
        await using var pool = new ParserPool(Faulty with { WallClock = TimeSpan.FromSeconds(order == "late:hang" ? 4 : 60), PieceBytes = 1 << 20 });
        await using (var reading = await OpenAsync(pool, order))
        {
            Assert.Null(reading.Refusal);
            var given = new List<Section>();

            var broken = await Assert.ThrowsAsync<ReadingBrokenException>(async () =>
            {
                await foreach (var section in reading.SectionsAsync(Ct))
                    given.Add(section);
            });

            Assert.Equal(code, broken.Refusal.Code);
            Assert.NotEmpty(given);
            Assert.All(given, section => Assert.Equal(100_000, Assert.IsType<Paragraph>(Assert.Single(section.Blocks)).Text.Length));
        }

        Assert.Equal("next", Text(await ParseAsync(pool, "next")));
    }

    [Fact]
    public async Task What_breaks_late_is_a_refusal_for_those_who_want_the_whole()
    {
        await using var pool = new ParserPool(Faulty);

        Assert.Equal(RefusalCodes.ParserFailed, Refusal(await ParseAsync(pool, "late:throw")));
    }

    [Fact]
    public async Task A_reading_that_is_left_early_ends_its_worker_and_gives_its_place_back()
    {
        await using (var pool = new ParserPool(Faulty))
        {
            await using (var reading = await OpenAsync(pool, "late:next"))
                await foreach (var section in reading.SectionsAsync(Ct))
                    break;

            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        Assert.Equal([WorkerEndReason.Cancelled, WorkerEndReason.Closed], ended.Select(e => e.Reason));
    }

    [Fact]
    public async Task A_reading_that_was_read_to_its_end_leaves_its_worker_in_use()
    {
        await using (var pool = new ParserPool(Faulty))
        {
            await using (var reading = await OpenAsync(pool, "late:next"))
            {
                Assert.Equal(6, (await reading.SectionsAsync(Ct).ToListAsync(Ct)).Count);
                Assert.Equal(500_004, reading.Tail.Counts.Characters);
                Assert.Empty(await reading.FilesAsync(Ct).ToListAsync(Ct));
            }

            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        Assert.Equal(2, Assert.Single(ended).Documents);
    }

    [Fact]
    public async Task The_time_that_the_caller_takes_is_not_the_files()
    {
        await using var pool = new ParserPool(Faulty with { WallClock = TimeSpan.FromSeconds(4) });
        await using var reading = await OpenAsync(pool, "late:next");
        var sections = 0;

        await foreach (var section in reading.SectionsAsync(Ct))
            if (++sections == 1)
                await Task.Delay(TimeSpan.FromSeconds(4.1), Ct);

        Assert.Equal(6, sections);
    }

    [Fact]
    public async Task Pieces_are_read_once_and_in_their_order()
    {
        await using var pool = new ParserPool(Faulty);
        await using var reading = await OpenAsync(pool, "next");

        Assert.Throws<InvalidOperationException>(() => reading.Tail);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.FilesAsync(Ct).ToListAsync(Ct));
        await reading.SectionsAsync(Ct).ToListAsync(Ct);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.SectionsAsync(Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_caller_who_goes_away_between_pieces_takes_the_worker_along()
    {
        await using (var pool = new ParserPool(Faulty))
        {
            using var gone = new CancellationTokenSource();
            await using (var reading = await OpenAsync(pool, "late:hang"))
            {
                var sections = reading.SectionsAsync(gone.Token).GetAsyncEnumerator(Ct);
                await sections.MoveNextAsync();
                Task<bool> next;
                do
                    next = sections.MoveNextAsync().AsTask();
                while (await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(300), Ct)) == next);

                await gone.CancelAsync();

                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
            }

            Assert.Equal("next", Text(await ParseAsync(pool, "next")));
        }

        Assert.Equal([WorkerEndReason.Cancelled, WorkerEndReason.Closed], ended.Select(e => e.Reason));
    }
}
