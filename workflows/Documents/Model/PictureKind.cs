namespace Asan.Documents;

/// <summary>What is shown in the place of a picture.</summary>
public enum PictureKind
{
    Image,
    Chart,

    /// <summary>An object of another program (OLE).</summary>
    Embedded,
    Video,
}
