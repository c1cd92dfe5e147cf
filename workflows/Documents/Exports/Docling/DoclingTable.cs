namespace Asan.Documents.Exports.Docling;

public sealed record DoclingTable : DoclingFloating
{
    public DoclingTableData Data { get; init; } = new();
}
