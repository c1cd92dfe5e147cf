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
    public IResult? Refuse(LoadOrder order, bool mustExist)
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

        return Refuse("/location", order.Location!, mustExist, archive: false)
            ?? (order.Vocabulary is null ? null : Refuse("/vocabulary", order.Vocabulary, mustExist, archive: true));
    }

    IResult? Refuse(string pointer, string name, bool mustExist, bool archive)
    {
        var location = blobs.Sources.Locate(name);
        if (location.Path is null)
            return Of("location-outside-container", "Location outside the container", pointer, $"This name is refused: {location.Refusal}.");
        if (!mustExist || Directory.Exists(location.Path) || (archive && File.Exists(location.Path)))
            return null;

        var what = archive ? "neither a folder nor a .zip" : "no folder";
        return Of("location-not-found", "Location not found", pointer, $"The container '{blobs.Sources.Name}' has {what} of this name.");
    }

    static IResult Of(string code, string title, string pointer, string detail) =>
        Problems.Of(StatusCodes.Status400BadRequest, code, title, detail, [Error(pointer, code, detail)]);

    static object Error(string pointer, string code, string detail) => new { pointer, code, detail };
}
