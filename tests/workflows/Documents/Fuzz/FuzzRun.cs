using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Asan.Documents.Exports;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Isolation;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>
/// Has damaged files read, most of them in this process since that is quick, some through the workers. Whatever is neither read nor refused by name is
/// kept: the bytes, and the run and number that make them again.
/// </summary>
sealed class FuzzRun(int seed, string folder, Action<string> say)
{
    const int ThroughWorkers = 200;
    const int MostFailures = 20;

    static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);
    static readonly int Threads = Math.Max(1, Environment.ProcessorCount);

    // A small memory makes a swelling parser fail here as it would in a worker.
    static readonly ParseOptions Options = new() { Limits = new() { StreamBytes = 32 << 20, UnpackedBytes = 64 << 20 } };

    readonly ConcurrentQueue<string> failures = [];
    readonly ConcurrentDictionary<(string Target, string Outcome), int> outcomes = [];
    readonly ConcurrentDictionary<string, TimeSpan> slowest = [];
    readonly (FuzzTarget? Target, int Index, long Since)[] now = new (FuzzTarget?, int, long)[Threads];
    int workersBroken;

    public IReadOnlyCollection<string> Failures => failures;

    public int Inputs => outcomes.Values.Sum();

    /// <param name="plan">Which inputs: each target with how many.</param>
    /// <param name="longest">When to end, whatever is left.</param>
    public async Task RunAsync(IReadOnlyList<(FuzzTarget Target, int Count)> plan, TimeSpan longest, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var pool = new ParserPool(new IsolationOptions { Workers = 1, WallClock = Hang, WorkerEnded = Watch });
        var clock = Stopwatch.StartNew();
        using var watchdog = new Timer(_ => EndIfHanging(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var next = 0L;
        var inputs = Interleaved(plan);
        var threads = Enumerable.Range(0, Threads).Select(slot => Task.Factory.StartNew(
            () =>
            {
                while (clock.Elapsed < longest && failures.Count < MostFailures && !cancellationToken.IsCancellationRequested)
                {
                    var number = Interlocked.Increment(ref next) - 1;
                    if (number >= inputs.Total)
                        return;
                    var (target, index) = inputs.At(number);
                    Try(slot, target, index, number % ThroughWorkers == 0 ? pool : null);
                }
            },
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var told = Task.WhenAll(threads);
        while (await Task.WhenAny(told, Task.Delay(TimeSpan.FromMinutes(1), cancellationToken)) != told)
            say($"{clock.Elapsed:hh\\:mm\\:ss}: {Inputs:N0} of {inputs.Total:N0} inputs, {failures.Count} failures");
        await told;
        Report(clock.Elapsed);
    }

    // Every target gets its turns all the way, so that a run that is cut short has tried all of them.
    static (long Total, Func<long, (FuzzTarget Target, int Index)> At) Interleaved(IReadOnlyList<(FuzzTarget Target, int Count)> plan)
    {
        var total = plan.Sum(p => (long)p.Count);
        var rounds = plan.Max(p => p.Count);
        var order = new List<(FuzzTarget, int)>();
        var done = new int[plan.Count];
        for (var round = 1; round <= rounds; round++)
            for (var i = 0; i < plan.Count; i++)
                while (done[i] < (long)plan[i].Count * round / rounds)
                    order.Add((plan[i].Target, done[i]++));
        return (total, number => order[(int)number]);
    }

    void Try(int slot, FuzzTarget target, int index, ParserPool? pool)
    {
        var file = target.Input(seed, index);
        now[slot] = (target, index, Stopwatch.GetTimestamp());
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var limit = new CancellationTokenSource(Hang);
            var result = target.Read(file, target.Options(Options), limit.Token);
            var took = Stopwatch.GetElapsedTime(begun);
            slowest.AddOrUpdate(target.Name, took, (_, before) => took > before ? took : before);
            Note(target, Check(result, index, target.IsFile));
            if (pool is not null && target.IsFile)
                Compare(target, index, file, result, pool.ParseAsync(file, target.Options(Options), CancellationToken.None).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Fail(target, index, file, e is OperationCanceledException ? "hangs" : $"{e.GetType().Name}: {e.Message.Split('\n')[0]}\n{e.StackTrace}");
        }
        finally
        {
            now[slot] = default;
        }
    }

    static string Check(ParseResult result, int index, bool isFile)
    {
        if (result is not ParseResult.Parsed { Document: var document })
            return ((ParseResult.Refused)result).Refusal.Code;
        var counts = document.Counts;
        if (isFile && counts is { Characters: 0, Pictures: 0, Equations: 0, Cells: 0 } && document.Warnings.Count == 0)
            throw new InvalidOperationException("An empty success.");
        CheckBlocks(document.Sections.SelectMany(s => s.Blocks));
        TextExport.Write(document, TextOptions.Shown);
        // The slower ones take turns.
        if (index % 3 == 0)
            MarkdownExport.Write(document, TextOptions.Shown);
        else if (index % 3 == 1)
            DoclingExport.ToDocling(document, "fuzzed").ToJson();
        else
            foreach (var section in document.Sections)
                JsonSerializer.SerializeToUtf8Bytes(section, WireJson.Lean.Section);
        return document.Warnings.Count == 0 ? "read" : "read with warnings";
    }

    static void CheckBlocks(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
        {
            if (block is TextBox box)
                CheckBlocks(box.Blocks);
            if (block is Paragraph paragraph)
                CheckPlaces(paragraph);
            if (block is not Table table)
                continue;
            var taken = new HashSet<(int, int)>();
            foreach (var cell in table.Cells)
            {
                for (var row = cell.Row; row < cell.Row + cell.RowSpan; row++)
                    for (var column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
                        if (row >= table.Rows || column >= table.Columns || !taken.Add((row, column)))
                            throw new InvalidOperationException("A cell stands outside its table or on another.");
                CheckBlocks(cell.Blocks);
            }
        }
    }

    static void CheckPlaces(Paragraph paragraph)
    {
        foreach (var inline in paragraph.Inlines)
        {
            var length = inline switch { Link link => link.Length, Field field => field.Length, HiddenText hidden => hidden.Length, _ => 0 };
            if (inline.At < 0 || length < 0 || inline.At + length > paragraph.Text.Length)
                throw new InvalidOperationException($"{inline.GetType().Name} hangs outside its paragraph.");
            if (inline is NoteReference note)
                CheckBlocks(note.Note.Blocks);
        }
    }

    void Compare(FuzzTarget target, int index, byte[] file, ParseResult here, ParseResult apart)
    {
        var (first, second) = (Outcome(here), Outcome(apart));
        if (first != second)
            Fail(target, index, file, $"is '{first}' here and '{second}' in a worker");
    }

    static string Outcome(ParseResult result) => result is ParseResult.Refused refused ? refused.Refusal.Code : "read";

    void Note(FuzzTarget target, string outcome) => outcomes.AddOrUpdate((target.Name, outcome), 1, (_, count) => count + 1);

    void Fail(FuzzTarget target, int index, byte[] file, string what)
    {
        var kept = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{seed}-{index}.bin"));
        File.WriteAllBytes(kept, file);
        failures.Enqueue($"{target.Name} {index} of run {seed} ({kept}): {what}");
        say($"FAILED {target.Name} {index} of run {seed}: {what}");
        Note(target, "FAILED");
    }

    void Watch(WorkerEnd end)
    {
        if (end.Reason is WorkerEndReason.Recycled or WorkerEndReason.Closed)
            return;
        Interlocked.Increment(ref workersBroken);
        say($"A worker ended: {end}");
        failures.Enqueue($"A worker ended: {end}");
    }

    // What does not heed its token cannot be stopped; the input is named, and the process ends.
    void EndIfHanging()
    {
        foreach (var (target, index, since) in now)
        {
            if (target is null || Stopwatch.GetElapsedTime(since) < 3 * Hang)
                continue;
            say($"HANGS {target.Name} {index} of run {seed}");
            Environment.FailFast($"{target.Name} {index} of run {seed} hangs.");
        }
    }

    void Report(TimeSpan took)
    {
        foreach (var target in outcomes.GroupBy(o => o.Key.Target).OrderBy(g => g.Key, StringComparer.Ordinal))
            say(string.Create(CultureInfo.InvariantCulture,
                $"{target.Key}: {target.Sum(o => o.Value):N0} inputs, slowest {slowest.GetValueOrDefault(target.Key).TotalMilliseconds:N0} ms; {string.Join(", ", target.OrderByDescending(o => o.Value).Select(o => $"{o.Key.Outcome} {o.Value:N0}"))}"));
        say(string.Create(CultureInfo.InvariantCulture,
            $"{Inputs:N0} inputs in {took.TotalMinutes:N1} minutes, every {ThroughWorkers}th through a worker too; {failures.Count} failures, {workersBroken} workers broken"));
    }
}
