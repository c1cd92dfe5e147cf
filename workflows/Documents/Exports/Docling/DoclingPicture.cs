namespace Asan.Documents.Exports.Docling;

public sealed record DoclingPicture : DoclingFloating;
