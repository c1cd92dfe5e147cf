using Asan.Functions.Search;
using Asan.Workflows.Ingestion;
using Asan.Workflows.Ingestion.Passwords;
using Asan.Workflows.Ingestion.Uploads;
using Asan.Workflows.Search.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Asan.Functions.Ingestion;

/// <summary>
/// POST /api/documents: takes a file in (multipart/form-data: <c>file</c>, and optionally <c>id</c>, <c>labels</c>, <c>password</c>), answers 202 with where
/// to ask, and has <see cref="IngestDocument"/> read it. The same id again is a new version of the document.
/// </summary>
public sealed class UploadDocument(UploadStore uploads, UploadFiles files, DocumentNames names, DocumentCatalog catalog, PasswordSeal seal, SealSecret secret)
{
    const int MostLabels = 50;
    const int LongestLabel = 100;

    [Function(nameof(UploadDocument))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "documents")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        // The row comes before the file: what a host that dies leaves behind is found by it.
        var (upload, key) = (Guid.CreateVersion7(), CallerKey.Of(request));
        await uploads.BeginAsync(new(upload, $"upload-{upload:N}", UploadSource.Post, UploadFiles.NameOf(upload), null, "document", [], Grants.HashOf(key)), cancellationToken);
        var accepted = false;
        try
        {
            var form = new UploadForm(files);
            if (await form.ReadAsync(request, upload, cancellationToken) is { } unreadable)
                return unreadable;

            var id = form.Id ?? $"sha256-{form.Sha256}";
            if (await RefuseAsync(form, id, key, cancellationToken) is { } refusal)
                return refusal;

            var labels = names.LabelsOfPost(form.Labels);
            await uploads.DescribeAsync(upload, id, DocumentNames.FileName(form.FileName), labels, seal.Close(upload, form.Password), cancellationToken);
            accepted = await uploads.AcceptAsync(upload, id, form.Bytes, form.Sha256, cancellationToken) is not null;
            if (!accepted)
                return Problems.Of(
                    StatusCodes.Status408RequestTimeout, "upload-too-slow", "Upload too slow", "The file came in more slowly than is waited for, and nothing of it was kept. Send it again.");
            await UnfinishedUploads.IngestAsync(client, upload, cancellationToken);

            var address = DocumentAddress.Of(request, id);
            return Results.Accepted(address, new UploadAccepted(id, upload, form.Sha256, form.Bytes, labels, address));
        }
        finally
        {
            if (!accepted)
                await ForgetAsync(upload);
        }
    }

    async Task<IResult?> RefuseAsync(UploadForm form, string id, string key, CancellationToken ct)
    {
        if (form.Bytes == 0)
            return Problems.Invalid("/file", "The file is empty.");
        if (DocumentNames.Refusal(id) is { } reason)
            return Problems.Invalid("/id", reason);
        if (form.Labels.Count > MostLabels || form.Labels.Any(label => label.Length > LongestLabel || label.Any(char.IsControl)))
            return Problems.Invalid("/labels", $"A document has at most {MostLabels} labels of 1 to {LongestLabel} characters.");
        if (form.Labels.Contains("unmask", StringComparer.Ordinal))
            return Problems.Invalid("/labels", "'unmask' is a label of persons, not of documents.");
        if (form.Password is not null && !secret.IsSet)
            return Problems.Of(
                StatusCodes.Status501NotImplemented, "passwords-not-taken", "Passwords are not taken here", "Set Ingestion:SecretFile, or Ingestion:Secret from a secret.");
        return await catalog.MayChangeAsync(id, key, ct)
            ? null
            : Problems.Of(StatusCodes.Status403Forbidden, "document-of-others", "Document of others", "A document of this id is there, and this key's labels do not open it.");
    }

    // Also when the caller is gone.
    async Task ForgetAsync(Guid upload)
    {
        if (await uploads.FindAsync(upload, CancellationToken.None) is not { Status: UploadStatus.Receiving } received)
            return;
        await files.RemovePostedAsync(received, CancellationToken.None);
        await uploads.ForgetAsync(upload, CancellationToken.None);
    }
}
