using Asan.Runtime.Blobs;
using Asan.Workflows.Blobs;
using Microsoft.AspNetCore.Http;

namespace Asan.Functions.Etl;

/// <summary>Finds what is wrong with an order before anything is started.</summary>
public sealed class LoadOrderCheck(BlobStore blobs)
{
    static readonly string[] Sources = ["synthea"];

    /// <summary>The problem with the order; null when it can be started.</summary>
    /// <param name="order">The order.</param>
    /// <param name="mustExist">Whether what it names has to be there.</param>
    /// <param name="ct">Ends the asking.</param>
    public async Task<IResult?> RefuseAsync(LoadOrder order, bool mustExist, CancellationToken ct)
    {
        var errors = new List<object>();
        if (order.Source is null)
            errors.Add(Error("/source", "required", "source is required."));
        else if (!Sources.Contains(order.Source))
            errors.Add(Error("/source", "unknown-source", $"This source is not known; {string.Join(", ", Sources)} is."));
        if (string.IsNullOrEmpty(order.Location))
            errors.Add(Error("/location", "required", "location is required."));
        if (errors.Count > 0)
            return Problems.Of(StatusCodes.Status400BadRequest, "invalid-request", "Invalid request", "The order cannot be started as it is.", [.. errors]);

        return await RefuseAsync("/location", order.Location!.TrimEnd('/'), mustExist, archive: false, ct)
            ?? (order.Vocabulary is null ? null : await RefuseAsync("/vocabulary", order.Vocabulary.TrimEnd('/'), mustExist, archive: true, ct));
    }

    async Task<IResult?> RefuseAsync(string pointer, string name, bool mustExist, bool archive, CancellationToken ct)
    {
        if (BlobNames.Refusal(name) is { } reason)
            return Outside(pointer, $"This name is refused: {reason}.");
        if (!mustExist)
            return null;

        try
        {
            if ((archive && await blobs.Sources.FindAsync(name, ct) is not null) || await blobs.Sources.ListAsync($"{name}/", ct).AnyAsync(ct))
                return null;
        }
        catch (BlobRefusedException e)
        {
            return Outside(pointer, e.Message);
        }

        var what = archive ? "neither a folder nor a .zip" : "no folder";
        return Of("location-not-found", "Location not found", pointer, $"The container '{blobs.Sources.Name}' has {what} of this name.");
    }

    static IResult Outside(string pointer, string detail) => Of("location-outside-container", "Location outside the container", pointer, detail);

    static IResult Of(string code, string title, string pointer, string detail) =>
        Problems.Of(StatusCodes.Status400BadRequest, code, title, detail, [Error(pointer, code, detail)]);

    static object Error(string pointer, string code, string detail) => new { pointer, code, detail };
}
