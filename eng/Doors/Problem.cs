using System.Text.Json;

namespace Asan.Doors;

/// <summary>What a door answered instead of what was asked of it.</summary>
/// <param name="Code">Stable, as <c>invalid-request</c>; <c>http-502</c> where the answer was no problem document.</param>
/// <param name="Reason">For people; as the host wrote it, to be cleaned before a terminal sees it.</param>
public sealed record Problem(string Code, string Reason)
{
    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var (code, reason) = ($"http-{(int)response.StatusCode}", $"the host answered {(int)response.StatusCode}");
        try
        {
            var answer = JsonSerializer.Deserialize<Answer>(await response.Content.ReadAsStringAsync(ct), JsonSerializerOptions.Web);
            string?[] parts = [answer?.Detail ?? answer?.Title, .. (answer?.Errors ?? []).Select(error => error.Detail)];
            return new(answer?.Code ?? code, string.Join(' ', parts.OfType<string>().Distinct().DefaultIfEmpty(reason)));
        }
        catch (JsonException)
        {
            return new(code, $"{reason} {response.ReasonPhrase}");
        }
    }

    sealed record Answer(string? Code, string? Title, string? Detail, IReadOnlyList<Part>? Errors);

    sealed record Part(string? Detail);
}
