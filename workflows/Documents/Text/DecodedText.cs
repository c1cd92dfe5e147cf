using System.Buffers;
using System.Globalization;
using System.Text;
using Asan.Documents.Packing;

namespace Asan.Documents.Text;

/// <summary>The characters of a text file, decoded as they are read. Wrong bytes are counted, and shown as U+FFFD.</summary>
sealed class DecodedText
{
    const int BufferSize = 64 * 1024;

    readonly TextEncoding encoding;
    readonly WrongBytes wrong = new();

    DecodedText(ReadOnlyMemory<byte> file, TextEncoding encoding)
    {
        this.encoding = encoding;
        var counting = (Encoding)encoding.Encoding.Clone();
        counting.DecoderFallback = wrong;
        var reader = new StreamReader(new MemoryFile(file[encoding.Skip..]), counting, detectEncodingFromByteOrderMarks: false, BufferSize);
        Reader = new Marking(reader, encoding.Encoding == TextEncoding.Cp949 ? "\0\u0080\uF8F7" : "\0", wrong);
    }

    public TextReader Reader { get; }

    /// <exception cref="RefusedException">The bytes are no text.</exception>
    public static DecodedText Open(ReadOnlyMemory<byte> file) =>
        new(file, TextEncoding.Of(file.Span) ?? throw FileSignature.Refuse(FileFormat.Unknown));

    public static DecodedText Open(ReadOnlyMemory<byte> file, TextEncoding encoding) => new(file, encoding);

    /// <summary>Warns of what was wrong. Call when all was read.</summary>
    public void Finish(ParseBudget budget)
    {
        var name = encoding.Encoding.WebName;
        if (encoding.IsGuess)
            budget.Warn(WarningCodes.EncodingGuessed, $"The bytes fit no encoding of Korean or Unicode: they were read as {name}.");
        if (wrong.Count > 0)
            budget.Warn(WarningCodes.WrongBytes, string.Create(CultureInfo.InvariantCulture, $"{wrong.Count:N0} places have bytes that mean nothing in {name}: they are shown as U+FFFD."));
    }

    /// <summary>Marks what no text holds though its bytes decode: zeros, and the private characters that .NET makes of bytes that begin no letter of CP949.</summary>
    sealed class Marking(TextReader reader, string strange, WrongBytes wrong) : TextReader
    {
        readonly SearchValues<char> searched = SearchValues.Create(strange);

        public override int Read(char[] buffer, int index, int count)
        {
            var got = reader.Read(buffer, index, count);
            var rest = buffer.AsSpan(index, got);
            for (var at = rest.IndexOfAny(searched); at >= 0; at = rest.IndexOfAny(searched))
            {
                rest[at] = '\uFFFD';
                wrong.Count++;
                rest = rest[(at + 1)..];
            }

            return got;
        }

        public override int Read()
        {
            var one = new char[1];
            return Read(one, 0, 1) == 0 ? -1 : one[0];
        }
    }

    sealed class WrongBytes : DecoderFallback
    {
        public long Count { get; set; }

        public override int MaxCharCount => 2;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

        sealed class Buffer(WrongBytes owner) : DecoderFallbackBuffer
        {
            int waiting;
            char behind;

            public override int Remaining => waiting;

            // A letter of two bytes whose second is ASCII takes that with it: most often it is the end of the line.
            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                owner.Count++;
                behind = bytesUnknown is [_, .., < 0x80 and var ascii] ? (char)ascii : '\0';
                waiting = behind == '\0' ? 1 : 2;
                return true;
            }

            public override char GetNextChar() => waiting switch
            {
                0 => '\0',
                1 when behind != '\0' => Last(behind),
                _ => Last('\uFFFD'),
            };

            char Last(char given)
            {
                waiting--;
                return given;
            }

            public override bool MovePrevious() => false;

            public override void Reset() => waiting = 0;
        }
    }
}
