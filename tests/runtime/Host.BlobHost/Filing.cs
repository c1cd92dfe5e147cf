using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Asan.Runtime.Host.Filing;

/// <summary>Starts an orchestration for each version of a document and leaves a blob behind; a bad one it cannot read, and of a deadly one its host dies.</summary>
public sealed class Filing(Ledger ledger, KillSwitch kill)
{
    [Function(nameof(Filing))]
    [BlobOutput("%Box%out/{folder}/{name}.filed")]
    public async Task<string> RunAsync(
        [BlobTrigger("%Box%in/{folder}/{name}.txt")] string text, string folder, string name, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        using var properties = JsonDocument.Parse((string)context.BindingContext.BindingData["Properties"]!);
        var version = $"{folder}-{name}-{properties.RootElement.GetProperty("ETag").GetString()!.Trim('"')}";
        var run = await ledger.BeginAsync(version);
        kill.At("began");
        if (text == "bad")
            throw new InvalidDataException("this is no document");
        if (text == "deadly")
            kill.Now();

        await StartAsync(client, version, text);
        await ledger.EndAsync(run);
        kill.At("effect");
        return $"filed: {text}";
    }

    [Function(nameof(File))]
    public static Task<string> File([OrchestrationTrigger] TaskOrchestrationContext context, string text) => Task.FromResult(text);

    // Under the version's own id: whoever runs again finds it started.
    static async Task StartAsync(DurableTaskClient client, string version, string text)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(File), text, new StartOrchestrationOptions(version).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]));
        }
        catch (Exception)
        {
            if (await client.GetInstanceAsync(version) is null)
                throw;
        }
    }
}
