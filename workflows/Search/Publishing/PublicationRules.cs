namespace Asan.Workflows.Search.Publishing;

/// <summary>What a publication may not be.</summary>
static class PublicationRules
{
    const int MostLabels = 50;
    const int LongestLabel = 100;

    /// <summary>Held by persons, never by documents.</summary>
    public const string Unmask = "unmask";

    public static void Check(Publication publication)
    {
        if (publication.Labels.Count > MostLabels || publication.Labels.Any(label => label is not { Length: > 0 and <= LongestLabel }))
            throw new ArgumentException($"A document has at most {MostLabels} labels of 1 to {LongestLabel} characters.", nameof(publication));
        if (publication.Labels.Contains(Unmask, StringComparer.Ordinal))
            throw new ArgumentException($"'{Unmask}' is a label of persons, not of documents.", nameof(publication));
        if (publication.Sha256.Length != 64 || !publication.Sha256.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("The sha256 of the file is 64 lower-case hexadecimal digits.", nameof(publication));
    }
}
