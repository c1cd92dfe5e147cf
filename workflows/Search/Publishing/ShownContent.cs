using System.Runtime.CompilerServices;
using System.Text;
using Asan.Workflows.Search.Text;

namespace Asan.Workflows.Search.Publishing;

/// <summary>A document's text as it is kept: cleaned as its chunks are, in parts that end between characters.</summary>
static class ShownContent
{
    const int PartLetters = 64 << 10;

    /// <param name="content">UTF-8; what is none becomes U+FFFD.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>UTF-8; a part is valid until the next is asked for.</returns>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsAsync(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var letters = new char[PartLetters];
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(PartLetters)];
        var held = 0;
        for (var isLast = false; !isLast;)
        {
            var read = await reader.ReadBlockAsync(letters.AsMemory(held), ct);
            isLast = read < letters.Length - held;
            var end = held + read;
            // The second half of a character, or of a line's end, comes with the next part.
            held = !isLast && (letters[end - 1] == '\r' || char.IsHighSurrogate(letters[end - 1])) ? 1 : 0;
            var clean = ShownText.Clean(new string(letters, 0, end - held));
            if (clean.Length > 0)
                yield return bytes.AsMemory(0, Encoding.UTF8.GetBytes(clean, bytes));
            if (held > 0)
                letters[0] = letters[end - 1];
        }
    }
}
