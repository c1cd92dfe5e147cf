using System.Net;

namespace Asan.Runtime.Blobs.Azure;

/// <summary>Conditions of a write, as headers, and the answers that say one did not hold.</summary>
static class AzureConditions
{
    public static void Add(HttpRequestMessage request, BlobCondition condition)
    {
        if (condition.MustBeAbsent)
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        else
            AddMatch(request, condition.ETag);
    }

    public static void AddMatch(HttpRequestMessage request, string? etag)
    {
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{etag}\"");
    }

    public static bool DidNotHold(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.PreconditionFailed || AzureRequests.CodeOf(response) == "BlobAlreadyExists";
}
