namespace Asan.Runtime.Blobs.Folders;

/// <summary>Containers that are folders below one folder.</summary>
sealed class FolderStore(string folder) : IBlobStore
{
    public IBlobContainer Container(string name)
    {
        ContainerNames.Require(name);
        return new FolderContainer(name, Path.Combine(folder, name));
    }
}
