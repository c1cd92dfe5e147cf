namespace Asan.Runtime.Host.Tests.Blobs;

/// <summary>Both stores keep the same promises to functions.</summary>
public enum StoreKind
{
    Folder,
    Azure,
}
