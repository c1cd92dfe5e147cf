using System.Security.Cryptography;
using System.Text;
using Asan.Workflows.Etl.Sources;

namespace Asan.Workflows.Etl.Vocabulary;

/// <summary>Tells whether a vocabulary is the one that was published last, from the bytes of its files.</summary>
static class VocabularyChecksum
{
    // Raise it when the same files would give other tables.
    const string Loader = "1";

    public static async Task<string> OfAsync(SourceFiles files, CancellationToken ct)
    {
        var text = new StringBuilder(Loader);
        foreach (var table in VocabularyTables.All)
            if (files.Find(table.Name) is { } item)
                text.Append('\n').Append(table.Name).Append(' ').Append(await OfAsync(item, ct));

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    static async Task<string> OfAsync(SourceItem item, CancellationToken ct)
    {
        try
        {
            await using var file = await item.Open(ct);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        }
        catch (InvalidDataException e)
        {
            throw new LoadRefusedException($"{item.Name} is damaged: {e.Message.TrimEnd('.')}.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LoadRefusedException($"{item.Name} cannot be opened.", e);
        }
    }
}
