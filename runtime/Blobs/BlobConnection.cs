using Asan.Runtime.Blobs.Azure;
using Asan.Runtime.Blobs.Folders;

namespace Asan.Runtime.Blobs;

/// <summary>Opens a store by what a setting says.</summary>
public static class BlobConnection
{
    const string Folder = "Folder=";

    /// <summary>The store behind a storage account's connection string, or behind <c>Folder=/path</c>.</summary>
    /// <exception cref="BlobRefusedException">It is neither, or lacks something. The message never quotes it.</exception>
    public static IBlobStore Open(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        return connectionString.StartsWith(Folder, StringComparison.OrdinalIgnoreCase)
            ? OpenFolder(connectionString[Folder.Length..].TrimEnd(';'))
            : new AzureStore(AzureAccount.Parse(connectionString));
    }

    /// <summary>The store whose containers are the folders in this one.</summary>
    public static IBlobStore OpenFolder(string folder) =>
        string.IsNullOrWhiteSpace(folder) ? throw new BlobRefusedException("The folder of the containers is not named.") : new FolderStore(Path.GetFullPath(folder));
}
