namespace Asan.Workflows.Postgres;

/// <summary>Reads an embedded .sql file that lies beside a type.</summary>
static class Embedded
{
    public static string Text(Type beside, string file)
    {
        var name = $"{beside.Namespace}.{file}";
        using var stream = beside.Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly carries no resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
