using System.Diagnostics;
using Microsoft.DurableTask;

namespace Asan.Runtime.Durable.Chaos;

/// <summary>The tasks that run while things break. Their outputs follow from their inputs, so that anybody can tell what they must come to.</summary>
public static class Chores
{
    public const string Work = "Work";
    public const string ThreeSteps = "ThreeSteps";
    public const string Receive = "Receive";
    public const string Send = "Send";
    public const string Everything = "Everything";
    public const string Long = "Long";
    public const string LetterName = "letter";

    public static void Register(DurableTaskRegistry tasks, Ledger ledger)
    {
        tasks
            .AddActivityFunc<Chore, string>(Work, (context, chore) => WorkAsync(ledger, context.InstanceId, chore))
            .AddOrchestratorFunc<ThreeChores, string>(ThreeSteps, ThreeStepsAsync)
            .AddOrchestratorFunc<int, string>(Receive, ReceiveAsync)
            .AddOrchestratorFunc<Letter, string>(Send, SendAsync)
            .AddOrchestratorFunc<int, string>(Everything, EverythingAsync)
            .AddActivityFunc<int, string>("Mark", (_, place) => $"mark {place}")
            .AddOrchestratorFunc<string, string>(Long, LongAsync)
            .AddOrchestratorFunc<int, string>("Child", (context, milliseconds) => context.CallActivityAsync<string>(Work, new Chore("child", milliseconds)));
    }

    public static string OutputOfThreeSteps => $"{Ledger.ResultOf("first")}, {Ledger.ResultOf("second")}, {Ledger.ResultOf("third")}";

    public static string OutputOfReceive(string letter) => $"{letter}, {Ledger.ResultOf("read")}";

    public static string OutputOfSend => Ledger.ResultOf("write");

    public static string OutputOfEverything(string letter) => $"{Ledger.ResultOf("before")}, {Ledger.ResultOf("after")}, {letter}, {Ledger.ResultOf("child")}";

    public static string OutputOfLong(string input) => $"{input.Length}, 5000 marks, {Ledger.ResultOf("last")}";

    static async Task<string> WorkAsync(Ledger ledger, string instanceId, Chore chore)
    {
        var run = await ledger.BeginAsync(instanceId, chore.Call, chore.NotBefore);
        DieIf($"before {chore.Call}");
        await Task.Delay(chore.Milliseconds);
        await ledger.EndAsync(run);
        DieIf($"after {chore.Call}");
        return Ledger.ResultOf(chore.Call);
    }

    // As abruptly as kill -9, at a place that no signal from outside would meet.
    static void DieIf(string place)
    {
        if (Environment.GetEnvironmentVariable("ASAN_CHAOS_DIE") == place)
            Process.GetCurrentProcess().Kill();
    }

    static async Task<string> ThreeStepsAsync(TaskOrchestrationContext context, ThreeChores chores)
    {
        var first = await context.CallActivityAsync<string>(Work, new Chore("first", chores.First));
        var second = await context.CallActivityAsync<string>(Work, new Chore("second", chores.Second));
        var third = await context.CallActivityAsync<string>(Work, new Chore("third", chores.Third));
        return $"{first}, {second}, {third}";
    }

    static async Task<string> ReceiveAsync(TaskOrchestrationContext context, int milliseconds)
    {
        var letter = await context.WaitForExternalEvent<string>(LetterName);
        return $"{letter}, {await context.CallActivityAsync<string>(Work, new Chore("read", milliseconds))}";
    }

    static async Task<string> SendAsync(TaskOrchestrationContext context, Letter letter)
    {
        var written = await context.CallActivityAsync<string>(Work, new Chore("write", letter.Milliseconds));
        context.SendEvent(letter.To, LetterName, letter.Text);
        return written;
    }

    // Ten thousand events, a thousand at a time.
    static async Task<string> LongAsync(TaskOrchestrationContext context, string input)
    {
        var marks = 0;
        for (var round = 0; round < 5; round++)
            marks += (await Task.WhenAll(Enumerable.Range(0, 1_000).Select(place => context.CallActivityAsync<string>("Mark", place)))).Distinct().Count();

        return $"{input.Length}, {marks} marks, {await context.CallActivityAsync<string>(Work, new Chore("last", 1))}";
    }

    // An activity, a timer, an event and a child.
    static async Task<string> EverythingAsync(TaskOrchestrationContext context, int milliseconds)
    {
        var before = await context.CallActivityAsync<string>(Work, new Chore("before", milliseconds));

        var fireAt = context.CurrentUtcDateTime.AddMilliseconds(milliseconds);
        await context.CreateTimer(fireAt, CancellationToken.None);
        var after = await context.CallActivityAsync<string>(Work, new Chore("after", milliseconds, fireAt));

        context.SetCustomStatus("waiting");
        var letter = await context.WaitForExternalEvent<string>(LetterName);
        return $"{before}, {after}, {letter}, {await context.CallSubOrchestratorAsync<string>("Child", milliseconds)}";
    }
}
