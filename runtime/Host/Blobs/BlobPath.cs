using Asan.Runtime.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Blobs;

/// <summary>Where blobs are, as an attribute says it: a container, and behind the first slash a name; either may have tokens.</summary>
sealed record BlobPath(BlobTemplate Container, BlobTemplate? Name)
{
    public IEnumerable<string> Tokens => Container.Tokens.Concat(Name?.Tokens ?? []);

    /// <exception cref="FormatException">It is no such path. The message is a clause that follows the text.</exception>
    public static BlobPath Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (container, name) = slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
        if (container.Length == 0)
            throw new FormatException("names no container");
        return new(BlobTemplate.Parse(container), name.Length == 0 ? null : BlobTemplate.Parse(name));
    }

    /// <summary>The path with its %settings% in place. Only what the developer wrote is looked through for them, never a name.</summary>
    /// <exception cref="FormatException">It is no such path, or a setting has no value.</exception>
    public static BlobPath Parse(string text, IConfiguration configuration) => Parse(SettingReferences.Resolve(text, configuration));
}
