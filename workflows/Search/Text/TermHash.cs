namespace Asan.Workflows.Search.Text;

/// <summary>
/// Terms as 64 bits: FNV-1a over UTF-16 units, mixed as MurmurHash3 ends. The same on every machine, for ever: they are stored. Of a million
/// terms two meet with a chance of 1 in 37 million, and then a search finds a chunk too many.
/// </summary>
static class TermHash
{
    public static ulong Of(ReadOnlySpan<char> term, char kind = '\0')
    {
        var hash = 14695981039346656037UL ^ kind;
        foreach (var letter in term)
            hash = (hash ^ letter) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCDUL;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);
    }
}
