using System.ComponentModel.DataAnnotations;

namespace Asan.Workflows.Postgres;

/// <summary>Where the one database is. Bound from <c>Postgres</c>.</summary>
public sealed record PostgresOptions
{
    public const string Section = "Postgres";

    [Required(AllowEmptyStrings = false, ErrorMessage = "Postgres:ConnectionString names no database: set Postgres__ConnectionString.")]
    public string ConnectionString { get; init; } = "";
}
