using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Asan.Runtime.Durable.History;
using Asan.Runtime.Durable.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Asan.Functions.Tests.Histories;

/// <summary>The history of one run, kept as a file beside this one.</summary>
sealed record RecordedHistory(string File, string Name, string? Version, string InstanceId, IReadOnlyList<TurnRecord> Turns)
{
    static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RecordedHistory Read(string path)
    {
        var json = JsonNode.Parse(System.IO.File.ReadAllText(path))!;
        return new(
            Path.GetFileName(path),
            (string)json["name"]!,
            (string?)json["version"],
            (string)json["instance"]!,
            [.. json["turns"]!.AsArray().Select(turn => new TurnRecord((int)turn!["turn"]!, (long)turn["at"]!, HistoryJson.ReadEvents(turn["events"]!.ToJsonString())))]);
    }

    /// <summary>Writes the history of an instance that has ended. Stacks are left out: they name places of one machine.</summary>
    public static async Task RecordAsync(IServiceProvider services, string instanceId, string path, CancellationToken ct)
    {
        var stored = (await services.GetRequiredService<InstanceStore>().FindAsync(instanceId, ct))!;
        var turns = (await services.GetRequiredService<HistoryStore>().ReadAsync([(stored.Key, 0)], ct))[stored.Key];
        var json = new JsonObject
        {
            ["name"] = stored.Name,
            ["version"] = stored.Version,
            ["instance"] = stored.InstanceId,
            ["turns"] = new JsonArray([.. turns.Select(turn => new JsonObject
            {
                ["turn"] = turn.Turn,
                ["at"] = turn.AtTicks,
                ["events"] = JsonNode.Parse(HistoryJson.Write([.. turn.Events.Select(WithoutStack)])),
            })]),
        };
        await System.IO.File.WriteAllTextAsync(path, json.ToJsonString(Form) + "\n", ct);
    }

    static HistoryEvent WithoutStack(HistoryEvent happened) => happened with { Failure = WithoutStack(happened.Failure), TraceParent = null, TraceState = null, SpanId = null };

    static Failure? WithoutStack(Failure? failure) => failure is null ? null : failure with { Stack = null, Inner = WithoutStack(failure.Inner) };
}
