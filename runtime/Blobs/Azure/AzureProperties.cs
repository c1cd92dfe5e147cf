namespace Asan.Runtime.Blobs.Azure;

/// <summary>Reads a blob's properties from the headers of an answer.</summary>
static class AzureProperties
{
    public static Blob Of(string name, HttpResponseMessage response, long length) => new(
        name,
        length,
        response.Content.Headers.LastModified ?? throw new BlobFailedException("The storage account answered without the time of the last change."),
        (response.Headers.ETag?.Tag ?? throw new BlobFailedException("The storage account answered without an ETag.")).Trim('"'));
}
