namespace Asan.Workflows.Etl.Cdm;

/// <summary>The embedded statements of this folder, by their path below it.</summary>
static class CdmSql
{
    public static string Read(string path)
    {
        var name = $"{typeof(CdmSql).Namespace}.{path.Replace('/', '.')}";
        using var stream = typeof(CdmSql).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{path} is not embedded: it must lie in workflows/Etl/Cdm and end in .sql");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
