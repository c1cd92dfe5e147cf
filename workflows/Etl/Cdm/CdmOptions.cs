using System.ComponentModel.DataAnnotations;

namespace Asan.Workflows.Etl.Cdm;

/// <summary>What a load says of itself in <c>cdm_source</c>, and in which currency its costs are.</summary>
public sealed record CdmOptions
{
    public const string Section = "Etl:Cdm";

    [Required, MaxLength(255)]
    public string SourceName { get; init; } = "Synthea";

    [Required, MaxLength(25)]
    public string SourceAbbreviation { get; init; } = "Synthea";

    [Required, MaxLength(255)]
    public string Holder { get; init; } = "Asan Functions";

    [Required, MaxLength(255)]
    public string EtlReference { get; init; } = "Asan Functions, LoadCdm";

    /// <summary>A standard concept of the Currency domain; 44818668 is the US dollar.</summary>
    [Range(1, int.MaxValue)]
    public int CurrencyConceptId { get; init; } = 44818668;
}
