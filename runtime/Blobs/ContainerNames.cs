namespace Asan.Runtime.Blobs;

/// <summary>Which names containers may have: Azure's rule, in a folder too, so that one application runs on either.</summary>
static class ContainerNames
{
    public static void Require(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var known = name is "$root" or "$web";
        var letters = name.Length is >= 3 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !name.StartsWith('-') && !name.EndsWith('-') && !name.Contains("--", StringComparison.Ordinal);
        if (!known && !letters)
            throw new BlobRefusedException("A container's name has 3 to 63 small letters, digits and single hyphens between them.");
    }
}
