namespace Asan.Documents.Text;

/// <summary>The beginning of a text, which tells what kind of text it is.</summary>
static class TextHead
{
    public const int Bytes = 64 * 1024;

    public static bool IsWhole(ReadOnlyMemory<byte> file) => file.Length <= Bytes;

    public static string Of(ReadOnlyMemory<byte> file, TextEncoding encoding)
    {
        var text = encoding.Encoding.GetString(file.Span[encoding.Skip..Math.Max(encoding.Skip, Math.Min(file.Length, Bytes))]);
        // A letter that the cut goes through is no wrong one.
        return IsWhole(file) ? text : text.TrimEnd('\uFFFD');
    }
}
