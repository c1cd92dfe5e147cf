namespace Asan.Documents;

/// <summary>Which part of a page repeats.</summary>
public enum FurnitureKind
{
    Header,
    Footer,

    /// <summary>A page that lies under all others, with a letterhead or watermark.</summary>
    MasterPage,
}
