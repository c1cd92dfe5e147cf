using Asan.Documents;

namespace Asan.Workflows.Search.Chunking;

/// <summary>Some rows of a table with what is repeated above them; rows and columns count from 1.</summary>
sealed record TablePiece(string Text, int FirstRow, int LastRow, int FirstColumn, int LastColumn, int FirstPage, int LastPage)
{
    public Citation Cite(Table table) => new(
        table.Position.Section, table.Position.Paragraph, table.Position.Paragraph, Article: null, table.Number, FirstRow, LastRow, FirstColumn, LastColumn,
        FirstPage > 0 ? FirstPage : table.Position.Page, LastPage > 0 ? LastPage : table.Position.Page, table.Position.PageIsApproximate);
}
