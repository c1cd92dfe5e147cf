namespace Asan.Workflows.Etl.Cdm;

/// <summary>A table of OMOP CDM 5.4: the column that is its primary key, when OHDSI names one, and the columns that get an index.</summary>
sealed record CdmTable(string Name, string? Key, params string[] Indices)
{
    /// <summary>What makes the key and the indices of a filled table; running it again changes nothing.</summary>
    public IEnumerable<string> Statements(string schema)
    {
        if (Key is not null)
            yield return $"""
                DO $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'xpk_{Name}' AND conrelid = '{schema}.{Name}'::regclass) THEN
                        ALTER TABLE {schema}.{Name} ADD CONSTRAINT xpk_{Name} PRIMARY KEY ({Key});
                    END IF;
                END $$
                """;

        foreach (var column in Indices)
            yield return $"CREATE INDEX IF NOT EXISTS idx_{Name}_{column} ON {schema}.{Name} ({column})";

        yield return $"ANALYZE {schema}.{Name}";
    }
}
