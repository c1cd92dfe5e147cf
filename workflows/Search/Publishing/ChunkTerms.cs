using System.Runtime.InteropServices;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Publishing;

/// <summary>The terms of chunk after chunk: those of its text, and of the titles above it.</summary>
sealed class ChunkTerms
{
    readonly Tokenizer tokenizer = new();
    readonly List<ulong> terms = [];

    /// <summary>Each as often as it stands there; valid until the next chunk.</summary>
    public Span<ulong> Of(IReadOnlyList<string> path, string body)
    {
        terms.Clear();
        foreach (var title in path)
            Add(title);
        Add(body);
        return CollectionsMarshal.AsSpan(terms);
    }

    void Add(string text)
    {
        foreach (var token in tokenizer.Read(text))
            terms.Add(token.Term);
    }
}
