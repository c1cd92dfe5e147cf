using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.DurableTask.Tests.Worker;

public sealed class AddDurableTaskWorkerTests
{
    readonly ServiceCollection services = new();

    [Fact]
    public void Tasks_added_in_several_places_are_in_one_registry()
    {
        services.AddDurableTaskWorker().AddTasks(tasks => tasks.AddOrchestratorFunc("a", context => context.InstanceId));
        services.AddDurableTaskWorker(builder => builder.AddTasks(tasks => tasks.AddActivityFunc("b", context => context.InstanceId)));

        var registry = services.BuildServiceProvider().GetRequiredService<IOptions<DurableTaskRegistry>>().Value;

        Assert.True(registry.TryGetOrchestrator("a", default, out _));
        Assert.True(registry.TryGetActivity("b", default, out _));
    }

    [Fact]
    public void A_worker_is_a_hosted_service_with_its_name_and_its_tasks()
    {
        services.AddDurableTaskWorker("loads", builder => builder
            .UseBuildTarget<FakeWorker>()
            .AddTasks(tasks => tasks.AddOrchestratorFunc("a", context => context.InstanceId).AddActivityFunc("b", context => context.InstanceId)));
        var provider = services.BuildServiceProvider();

        var worker = (FakeWorker)Assert.Single(provider.GetServices<IHostedService>());

        Assert.Equal("loads", worker.Called);
        Assert.True(worker.Tasks.TryCreateOrchestrator("A", provider, out _));
        Assert.True(worker.Tasks.TryCreateActivity("b", provider, out _));
        Assert.False(worker.Tasks.TryCreateActivity("a", provider, out _));
        Assert.False(worker.Tasks.TryCreateOrchestrator("b", provider, out _));
    }

    [Fact]
    public void A_worker_needs_a_concrete_type()
    {
        var builder = services.AddDurableTaskWorker();

        Assert.Throws<ArgumentException>(() => builder.UseBuildTarget(typeof(string)));
        Assert.Throws<ArgumentException>(() => builder.UseBuildTarget<DurableTaskWorker>());
        Assert.Throws<InvalidOperationException>(() => builder.Build(services.BuildServiceProvider()));
    }

    [Fact]
    public void Nothing_is_versioned_or_limited_by_default()
    {
        var options = new DurableTaskWorkerOptions();

        Assert.False(options.IsVersioningSet);
        Assert.Equal(TimeSpan.FromDays(3), options.MaximumTimerInterval);
        Assert.Equal(100 * Environment.ProcessorCount, options.Concurrency.MaximumConcurrentActivityWorkItems);
        Assert.Same(JsonDataConverter.Default, options.DataConverter);
        Assert.True(options.Logging.UseLegacyCategories);
    }

    [Fact]
    public void Versioning_is_copied_when_it_is_set()
    {
        var versioning = new DurableTaskWorkerOptions.VersioningOptions
        {
            Version = "2",
            DefaultVersion = "1",
            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
            FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
        };
        services.AddDurableTaskWorker().UseVersioning(versioning);

        var options = Options(services);
        versioning.Version = "3";

        Assert.True(options.IsVersioningSet);
        Assert.Equal(("2", "1"), (options.Versioning!.Version, options.Versioning.DefaultVersion));
        Assert.Equal(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, options.Versioning.MatchStrategy);
        Assert.Equal(DurableTaskWorkerOptions.VersionFailureStrategy.Fail, options.Versioning.FailureStrategy);
    }

    [Fact]
    public void A_converter_is_the_one_that_was_set_else_the_services()
    {
        var own = new JsonDataConverter();
        var injected = new JsonDataConverter();
        services.AddSingleton<DataConverter>(injected).AddDurableTaskWorker();
        Assert.Same(injected, Options(services).DataConverter);

        services.AddDurableTaskWorker(builder => builder.Configure(options => options.DataConverter = own));
        Assert.Same(own, Options(services).DataConverter);
    }

    [Fact]
    public void Setting_no_converter_goes_back_to_JSON()
    {
        var options = new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter() };

        options.DataConverter = null;

        Assert.Same(JsonDataConverter.Default, options.DataConverter);
    }

    [Fact]
    public void A_workers_own_options_take_over_the_common_ones()
    {
        services.AddDurableTaskWorker(builder => builder.UseBuildTarget<FakeWorker, FakeOptions>().Configure(options =>
            options.MaximumTimerInterval = TimeSpan.FromHours(1)));

        Assert.Equal(TimeSpan.FromHours(1), services.BuildServiceProvider().GetRequiredService<IOptions<FakeOptions>>().Value.MaximumTimerInterval);
    }

    static DurableTaskWorkerOptions Options(IServiceCollection services) =>
        services.BuildServiceProvider().GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value;

    sealed class FakeOptions : DurableTaskWorkerOptions;

    sealed class FakeWorker(string name, IDurableTaskFactory factory) : DurableTaskWorker(name, factory)
    {
        public string Called => Name;

        public IDurableTaskFactory Tasks => Factory;

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
