namespace Asan.Workflows.Etl.Copying;

/// <summary>A file that a source consists of, as the table it becomes.</summary>
/// <param name="Name">The table's name and the file's, without its extension.</param>
/// <param name="Required">A load without it is refused; otherwise an absent file is a table without rows.</param>
/// <param name="Columns">What is taken of it; other columns are left alone.</param>
sealed record SourceTable(string Name, bool Required, params SourceColumn[] Columns)
{
    public string ColumnList => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));
}
