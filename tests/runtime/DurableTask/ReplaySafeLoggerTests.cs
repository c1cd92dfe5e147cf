using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class ReplaySafeLoggerTests
{
    readonly RecordedLogs logs = new();
    readonly FakeContext context;

    public ReplaySafeLoggerTests() => context = new(logs);

    [Fact]
    public void A_line_is_written_when_it_runs_first_and_not_when_it_is_replayed()
    {
        var logger = context.CreateReplaySafeLogger("Load");

        context.Replaying = true;
        logger.LogInformation("first");
        context.Replaying = false;
        logger.LogInformation("second");

        Assert.Equal(["Load: second"], logs.Lines);
    }

    [Fact]
    public void Every_way_to_make_a_logger_is_replay_safe_and_keeps_its_category()
    {
        ILogger[] loggers =
        [
            context.CreateReplaySafeLogger("Load"),
            context.CreateReplaySafeLogger(typeof(FakeContext)),
            context.CreateReplaySafeLogger<FakeContext>(),
            context.ReplaySafeLoggerFactory.CreateLogger("Factory"),
        ];

        context.Replaying = true;
        Array.ForEach(loggers, logger => logger.LogInformation("replayed"));
        context.Replaying = false;
        Array.ForEach(loggers, logger => logger.LogInformation("run"));

        Assert.Equal(["Load: run", $"{typeof(FakeContext)}: run", $"{typeof(FakeContext)}: run", "Factory: run"], logs.Lines);
    }

    [Fact]
    public void Levels_and_scopes_pass_through_even_in_replay()
    {
        var logger = context.CreateReplaySafeLogger("Load");
        context.Replaying = true;

        Assert.True(logger.IsEnabled(LogLevel.Information));
        Assert.False(logger.IsEnabled(LogLevel.Debug));
        using var scope = logger.BeginScope("step 1");
        Assert.Equal(["Load: scope step 1"], logs.Lines);
    }

    [Fact]
    public void A_context_around_another_logs_to_the_inner_ones_logs_by_its_own_replay()
    {
        context.Replaying = true;
        var outer = new FakeContext(context.ReplaySafeLoggerFactory);

        outer.CreateReplaySafeLogger("Outer").LogInformation("run");

        Assert.Equal(["Outer: run"], logs.Lines);
    }

    [Fact]
    public void A_context_that_leads_back_to_itself_is_told_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Circular().CreateReplaySafeLogger("Load"));

        Assert.Contains(nameof(Circular), error.Message);
    }

    [Fact]
    public void The_factory_is_one_object_takes_no_providers_and_survives_disposal()
    {
        var factory = context.ReplaySafeLoggerFactory;

        Assert.Same(factory, context.ReplaySafeLoggerFactory);
        Assert.Throws<NotSupportedException>(() => factory.AddProvider(NullLoggerProvider.Instance));
        factory.Dispose();
        factory.CreateLogger("Load").LogInformation("run");
        Assert.Equal(["Load: run"], logs.Lines);
    }

    sealed class Circular : FakeContext
    {
        protected override ILoggerFactory LoggerFactory => ReplaySafeLoggerFactory;
    }
}
