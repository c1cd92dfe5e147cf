namespace Asan.Workflows.Etl.Copying;

/// <summary>How much a load depends on a column.</summary>
enum Need
{
    /// <summary>Some versions do not write it: absent means NULL in every row.</summary>
    None,

    /// <summary>The header must name it; a row may leave it empty.</summary>
    Column,

    /// <summary>And every row must have a value, or it is rejected.</summary>
    Value,
}
