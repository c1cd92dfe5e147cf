using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Runtime.DurableTask.Tests;

/// <summary>Each form of function that a registry takes runs with its input and gives its output.</summary>
public sealed class RegisteredFunctionTests
{
    static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    readonly DurableTaskRegistry registry = new();
    readonly List<string> ran = [];

    [Fact]
    public async Task Orchestrator_functions_of_every_form_run()
    {
        registry
            .AddOrchestratorFunc<int, string>("a", async (context, input) => await Answer($"{context.InstanceId}{input}"))
            .AddOrchestratorFunc<int, string>("a", "2", async (context, input) => await Answer($"{context.InstanceId}{input} v2"))
            .AddOrchestratorFunc<int, string>("b", (context, input) => $"{context.InstanceId}{input}")
            .AddOrchestratorFunc<int>("c", (TaskOrchestrationContext context, int input) => Note($"{context.InstanceId}{input}"))
            .AddOrchestratorFunc("d", (TaskOrchestrationContext _, int input) => ran.Add($"d{input}"))
            .AddOrchestratorFunc("e", async context => await Answer(context.InstanceId))
            .AddOrchestratorFunc("f", context => context.InstanceId)
            .AddOrchestratorFunc("g", (TaskOrchestrationContext context) => Note($"g{context.InstanceId}"))
            .AddOrchestratorFunc("h", context => ran.Add($"h{context.InstanceId}"));

        var outputs = new List<object?>();
        foreach (var (name, create) in registry.GetOrchestrators())
            outputs.Add(await create(NoServices).RunAsync(new FakeContext(), name == "e" || name == "f" || name == "g" || name == "h" ? null : 7));

        Assert.Equal(["i7", "i7 v2", "i7", null, null, "i", "i", null, null], outputs);
        Assert.Equal(["i7", "d7", "gi", "hi"], ran);
    }

    [Fact]
    public async Task Activity_functions_of_every_form_run()
    {
        registry
            .AddActivityFunc<int, string>("a", async (context, input) => await Answer($"{context.InstanceId}{input}"))
            .AddActivityFunc<int, string>("a", "2", async (context, input) => await Answer($"{context.InstanceId}{input} v2"))
            .AddActivityFunc<int, string>("b", (context, input) => $"{context.InstanceId}{input}")
            .AddActivityFunc<int>("c", (TaskActivityContext context, int input) => Note($"{context.InstanceId}{input}"))
            .AddActivityFunc("d", (TaskActivityContext _, int input) => ran.Add($"d{input}"))
            .AddActivityFunc("e", async context => await Answer(context.InstanceId))
            .AddActivityFunc("f", context => context.InstanceId)
            .AddActivityFunc("g", (TaskActivityContext context) => Note($"g{context.InstanceId}"))
            .AddActivityFunc("h", context => ran.Add($"h{context.InstanceId}"));

        var outputs = new List<object?>();
        foreach (var (name, create) in registry.GetActivities())
            outputs.Add(await create(NoServices).RunAsync(new Activity(), name == "e" || name == "f" || name == "g" || name == "h" ? null : 7));

        Assert.Equal(["i7", "i7 v2", "i7", null, null, "i", "i", null, null], outputs);
        Assert.Equal(["i7", "d7", "gi", "hi"], ran);
    }

    static async Task<string> Answer(string text)
    {
        await Task.Yield();
        return text;
    }

    Task Note(string text)
    {
        ran.Add(text);
        return Task.CompletedTask;
    }

    sealed class Activity : TaskActivityContext
    {
        public override TaskName Name => "a";

        public override string InstanceId => "i";
    }
}
