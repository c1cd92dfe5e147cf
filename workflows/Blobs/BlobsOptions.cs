using System.ComponentModel.DataAnnotations;

namespace Asan.Workflows.Blobs;

/// <summary>Where the containers are: folders below one folder. Bound from <c>Blobs</c>.</summary>
public sealed record BlobsOptions
{
    public const string Section = "Blobs";

    [Required(AllowEmptyStrings = false, ErrorMessage = "Blobs:Folder names no folder for the containers: set Blobs__Folder.")]
    public string Folder { get; init; } = "";
}
