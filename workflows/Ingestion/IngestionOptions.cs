using System.ComponentModel.DataAnnotations;

namespace Asan.Workflows.Ingestion;

/// <summary>How documents are taken in. Bound from <c>Ingestion</c>.</summary>
public sealed record IngestionOptions
{
    public const string Section = "Ingestion";

    /// <summary>How many files one host parses at a time, each in a process of its own.</summary>
    [Range(1, 64)]
    public int Parsers { get; init; } = 2;

    /// <summary>How long one file may take to be parsed.</summary>
    public TimeSpan ParseTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Who may find documents that were handed in without a label, and files dropped beside the folders: whoever holds this one.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string DefaultLabel { get; init; } = "documents";

    /// <summary>Seals passwords of files until they are read: 32 bytes in Base64, from a secret. Instead of <see cref="SecretFile"/>.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Where such a secret is kept, and made at first use (mode 0600). Replicas share it.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>An upload that has not come in whole after so long never will: what there is of it goes.</summary>
    public TimeSpan ReceiveTime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>What has not moved for so long is looked at: does anybody work at it?</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of the Markdown of a document that are kept in memory; what is longer goes through a file.</summary>
    [Range(0, 1 << 30)]
    public int ContentInMemory { get; init; } = 4 << 20;
}
