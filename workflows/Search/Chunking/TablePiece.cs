using Asan.Documents;

namespace Asan.Workflows.Search.Chunking;

/// <summary>Some rows of a table with what is repeated above them; rows and columns count from 1.</summary>
sealed record TablePiece(string Text, int FirstRow, int LastRow, int FirstColumn, int LastColumn, int FirstPage, int LastPage)
{
    public Citation Cite(Position table) => new(
        table.Section, table.Paragraph, table.Paragraph, Article: null, table.Table, FirstRow, LastRow, FirstColumn, LastColumn,
        FirstPage > 0 ? FirstPage : table.Page, LastPage > 0 ? LastPage : table.Page, table.PageIsApproximate);
}
