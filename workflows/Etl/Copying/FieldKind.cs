namespace Asan.Workflows.Etl.Copying;

/// <summary>How the text of a field becomes a value. Empty is NULL for all of them but <see cref="Name"/>.</summary>
enum FieldKind
{
    Text,

    /// <summary>Text that may be empty but never NULL.</summary>
    Name,

    /// <summary>Text; 'null', which Synthea writes for no unit, is NULL too.</summary>
    Unit,

    /// <summary>Text; 'NA', which exports from R write for nothing, is NULL too.</summary>
    Flag,

    Integer,

    Number,

    /// <summary>The UTC day of a date or an instant.</summary>
    Date,

    Instant,

    /// <summary>An instant; a plain year is its first day.</summary>
    FirstOfYear,

    /// <summary>An instant; a plain year is its last day, and a year beyond 9999 is the sentinel for 'still open', which is NULL.</summary>
    LastOfYear,
}
