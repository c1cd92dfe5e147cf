namespace Asan.Runtime.Blobs;

/// <summary>Where the containers are: folders below one folder, or a storage account. Bound from <c>Blobs</c>; one of the two is set.</summary>
public sealed record BlobsOptions
{
    public const string Section = "Blobs";

    /// <summary>Each container is a folder in this one.</summary>
    public string Folder { get; set; } = "";

    /// <summary>An Azure storage account, by its key or a shared access signature.</summary>
    public string ConnectionString { get; set; } = "";
}
