using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class DurableTaskRegistryTests
{
    static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    readonly DurableTaskRegistry registry = new();

    [Fact]
    public void A_class_is_named_by_itself_or_by_its_attribute()
    {
        registry.AddOrchestrator<Plain>().AddOrchestrator(typeof(Renamed)).AddActivity<Double>();

        Assert.Equal(["Plain", "other"], registry.GetOrchestrators().Select(entry => entry.Key.Name));
        Assert.Equal(["Double"], registry.GetActivities().Select(entry => entry.Key.Name));
    }

    [Fact]
    public void Names_are_found_whatever_their_case()
    {
        registry.AddOrchestrator<Plain>();

        Assert.True(registry.TryGetOrchestrator("PLAIN", default, out var create));
        Assert.IsType<Plain>(create(NoServices));
        Assert.False(registry.TryGetOrchestrator("Plainer", default, out _));
        Assert.False(registry.TryGetActivity("Plain", default, out _));
        Assert.False(registry.TryGetOrchestrator(default, default, out _));
    }

    [Fact]
    public void A_name_is_taken_once_for_each_version()
    {
        registry.AddOrchestrator<Plain>("task").AddOrchestrator("task", "2", () => new Plain()).AddActivity<Double>("task");

        var error = Assert.Throws<ArgumentException>(() => registry.AddOrchestrator<Plain>("TASK"));
        Assert.Contains("'TASK'", error.Message);
        error = Assert.Throws<ArgumentException>(() => registry.AddOrchestrator("task", "2", () => new Plain()));
        Assert.Contains("version '2'", error.Message);
        Assert.Throws<ArgumentException>(() => registry.AddActivity<Double>("Task"));
        Assert.Equal(2, registry.GetOrchestrators().Count());
    }

    [Fact]
    public void A_version_is_found_exactly_when_the_name_has_versions()
    {
        registry.AddOrchestrator<Plain>("task").AddOrchestrator(new TaskName("task"), typeof(Second));

        Assert.IsType<Second>(Create("task", "2"));
        Assert.IsType<Second>(Create("task", new TaskVersion("2")));
        Assert.IsType<Plain>(Create("task", ""));
        Assert.Null(Create("task", "3"));
    }

    [Fact]
    public void Without_versions_the_unversioned_task_serves_them_all()
    {
        registry.AddOrchestrator<Plain>("task").AddActivity<Double>();

        Assert.IsType<Plain>(Create("task", "3"));
        Assert.True(registry.TryGetActivity("Double", "3", out _));
    }

    [Fact]
    public void With_versions_only_an_unversioned_call_finds_nothing()
    {
        registry.AddOrchestrator(new TaskName("task"), typeof(Second));

        Assert.Null(Create("task", ""));
    }

    [Fact]
    public void An_orchestrator_class_is_made_anew_for_each_run_and_without_services()
    {
        registry.AddOrchestrator<Plain>().AddOrchestrator<NeedsService>();

        Assert.NotSame(Create("Plain", ""), Create("Plain", ""));
        Assert.True(registry.TryGetOrchestrator("NeedsService", default, out var create));
        Assert.Throws<MissingMethodException>(() => create(new ServiceCollection().AddSingleton(new Rates(3)).BuildServiceProvider()));
    }

    [Fact]
    public async Task An_activity_class_gets_the_services_it_asks_for()
    {
        registry.AddActivity<Multiply>();
        var services = new ServiceCollection().AddSingleton(new Rates(3)).BuildServiceProvider();

        Assert.True(registry.TryGetActivity("Multiply", default, out var create));
        Assert.Equal(21, await create(services).RunAsync(new NoActivityContext(), 7));
        Assert.NotSame(create(services), create(services));
    }

    [Fact]
    public void An_activity_that_is_a_service_itself_is_that_service()
    {
        registry.AddActivity<Double>();
        var services = new ServiceCollection().AddScoped<Double>().BuildServiceProvider();
        using var scope = services.CreateScope();

        Assert.True(registry.TryGetActivity("Double", default, out var create));
        Assert.Same(scope.ServiceProvider.GetRequiredService<Double>(), create(scope.ServiceProvider));
    }

    [Fact]
    public void An_object_serves_every_run()
    {
        var plain = new Plain();
        var multiply = new Double();
        registry.AddOrchestrator(plain).AddOrchestrator("again", plain).AddActivity(multiply);

        Assert.Same(plain, Create("Plain", ""));
        Assert.Same(plain, Create("again", ""));
        Assert.True(registry.TryGetActivity("Double", default, out var create));
        Assert.Same(multiply, create(NoServices));
    }

    [Fact]
    public void What_is_no_task_or_has_no_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator(typeof(string)));
        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator(typeof(TaskOrchestrator<int, int>)));
        Assert.Throws<ArgumentException>(() => registry.AddActivity(typeof(Plain)));
        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator<Plain>(default(TaskName)));
        Assert.Throws<ArgumentNullException>(() => registry.AddOrchestrator((Type)null!));
        Assert.Throws<ArgumentNullException>(() => registry.AddOrchestrator("x", (Func<ITaskOrchestrator>)null!));
        Assert.Throws<ArgumentNullException>(() => registry.AddActivityFunc("x", (Action<TaskActivityContext>)null!));
        Assert.Empty(registry.GetOrchestrators());
        Assert.Empty(registry.GetActivities());
    }

    [Fact]
    public void Entities_are_not_supported_and_say_so()
    {
        Assert.Throws<NotSupportedException>(() => registry.AddEntity("counter", _ => null!));
        Assert.Empty(registry.GetEntities());
    }

    ITaskOrchestrator? Create(string name, TaskVersion version) =>
        registry.TryGetOrchestrator(name, version, out var create) ? create(NoServices) : null;

    sealed class Plain : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input);
    }

    [DurableTask("other")]
    sealed class Renamed : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input);
    }

    [DurableTask(Version = "2")]
    sealed class Second : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input);
    }

    sealed class NeedsService(Rates rates) : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input * rates.Factor);
    }

    sealed class Double : TaskActivity<int, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input * 2);
    }

    sealed class Multiply(Rates rates) : TaskActivity<int, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input * rates.Factor);
    }

    sealed record Rates(int Factor);

    sealed class NoActivityContext : TaskActivityContext
    {
        public override TaskName Name => default;

        public override string InstanceId => "";
    }
}
