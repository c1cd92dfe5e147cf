namespace Asan.Runtime.Blobs;

/// <summary>Containers of blobs: a folder's folders, or those of an Azure storage account.</summary>
public interface IBlobStore
{
    /// <summary>The container of this name, whether or not it is there yet.</summary>
    /// <exception cref="BlobRefusedException">No container can have this name.</exception>
    IBlobContainer Container(string name);
}
