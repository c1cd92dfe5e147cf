using System.Text.Json;

namespace Asan.Bench.Durable;

/// <summary>What a side answers to a case.</summary>
/// <param name="Seconds">From the first start call to the last result seen by the client.</param>
/// <param name="CpuSeconds">Of the side's own process.</param>
/// <param name="Milliseconds">Of each run, where the case is about latency.</param>
sealed record Answer(double Seconds, double CpuSeconds, double[]? Milliseconds = null)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);
}
