using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Asan.Workflows.Postgres;

/// <summary>One numbered change of the schema. Its checksum tells whether a released one was edited.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Reads a resource named <c>....001_what_it_does.sql</c>.</summary>
    internal static Migration Read(Assembly assembly, string resource)
    {
        var file = resource[..^".sql".Length];
        var name = file[(file.LastIndexOf('.') + 1)..];
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(int.Parse(name[..3], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
