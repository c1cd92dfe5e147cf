namespace Asan.Workflows.Etl.Copying;

/// <summary>A column of a table, and the names under which files carry it where that is not its own, newest first.</summary>
sealed record SourceColumn(string Name, FieldKind Kind, Need Need, params string[] OtherNames)
{
    public IReadOnlyList<string> Headers => OtherNames.Length > 0 ? OtherNames : [Name];

    /// <summary>Most characters of a text; 0 is any number.</summary>
    public int Length { get; init; }

    public string SqlType => Kind switch
    {
        FieldKind.Integer => "integer",
        FieldKind.Number => "numeric",
        FieldKind.Date => "date",
        FieldKind.Instant or FieldKind.FirstOfYear or FieldKind.LastOfYear => "timestamp",
        _ => "text",
    };
}
