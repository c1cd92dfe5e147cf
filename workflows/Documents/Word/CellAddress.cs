namespace Asan.Documents.Word;

/// <summary>The cell that something stands in: the table's number, and the row and column from 0.</summary>
readonly record struct CellAddress(int Table, int Row, int Column);
