using System.Security.Cryptography;
using System.Text;
using Asan.Workflows.Ingestion.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Asan.Functions.Ingestion;

/// <summary>A posted form, read part by part as it comes: its file goes to its place, and nothing of it stays in memory.</summary>
sealed class UploadForm(UploadFiles files)
{
    /// <summary>Bytes.</summary>
    public const long LongestFile = 200L << 20;

    const int MostParts = 100;
    const int LongestField = 4 << 10;
    const int LongestBoundary = 70;

    public string? Id { get; private set; }

    public string? Password { get; private set; }

    public List<string> Labels { get; } = [];

    public string? FileName { get; private set; }

    public long Bytes { get; private set; }

    public string Sha256 { get; private set; } = "";

    /// <summary>Reads the form and writes its file under the number of its upload.</summary>
    /// <returns>Why it is refused; null when it is not. What was written then is the caller's to take away.</returns>
    public async Task<IResult?> ReadAsync(HttpRequest request, Guid upload, CancellationToken ct)
    {
        if (BoundaryOf(request) is not { } boundary)
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "form-expected", "Not a form", "Send multipart/form-data with a part 'file', and optionally 'id', 'labels' and 'password'.");

        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 << 10 };
        for (var parts = 0; await reader.ReadNextSectionAsync(ct) is { } part; parts++)
        {
            if (parts == MostParts)
                return Problems.Invalid("", $"A form has at most {MostParts} parts.");
            if (await TakeAsync(part, upload, ct) is { } refusal)
                return refusal;
        }

        return FileName is null ? Problems.Invalid("/file", "The form has no part 'file' with a file in it.") : null;
    }

    async Task<IResult?> TakeAsync(MultipartSection part, Guid upload, CancellationToken ct)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
            return Problems.Invalid("", "A part of the form has no name.");
        if (name == "file")
            return await TakeFileAsync(part, disposition, upload, ct);
        if (name is not ("id" or "labels" or "password"))
            return Problems.Invalid($"/{Short(name)}", "The parts of this form are 'file', 'id', 'labels' and 'password'.");
        if (await FieldAsync(part.Body, ct) is not { } value)
            return Problems.Invalid($"/{name}", $"'{name}' is UTF-8 of at most {LongestField:N0} bytes.");
        return Take(name, value);
    }

    IResult? Take(string name, string value)
    {
        switch (name)
        {
            case "id" when Id is not null:
            case "password" when Password is not null:
                return Problems.Invalid($"/{name}", $"'{name}' stands in the form twice.");
            case "id":
                Id = value;
                break;
            case "password":
                Password = value;
                break;
            default:
                Labels.AddRange(value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                break;
        }

        return null;
    }

    async Task<IResult?> TakeFileAsync(MultipartSection part, ContentDispositionHeaderValue disposition, Guid upload, CancellationToken ct)
    {
        if (FileName is not null)
            return Problems.Invalid("/file", "'file' stands in the form twice: send one file at a time.");

        FileName = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value ?? "";
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var counted = new CountedStream(part.Body, LongestFile, sha256);
        try
        {
            await files.PutAsync(upload, counted, ct);
        }
        catch (FileTooLongException)
        {
            return Problems.Of(
                StatusCodes.Status413PayloadTooLarge, "file-too-large", "File too large", $"A document has at most {LongestFile:N0} bytes.");
        }

        (Bytes, Sha256) = (counted.Count, Convert.ToHexStringLower(sha256.GetHashAndReset()));
        return null;
    }

    static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= LongestBoundary } boundary ? boundary : null;

    static async Task<string?> FieldAsync(Stream body, CancellationToken ct)
    {
        var bytes = new byte[LongestField + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        try
        {
            return length > LongestField ? null : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    static string Short(string name) => name.Length <= 50 ? name : name[..50];
}
