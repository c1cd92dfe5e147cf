using Asan.Documents.Packing;
using Asan.Documents.Xml;
using Asan.Documents.Zip;

namespace Asan.Documents.Xlsx;

/// <summary>The parts of a workbook, unpacked when they are asked for.</summary>
sealed class XlsxParts(ZipPackage zip, ParseBudget budget)
{
    public ParseBudget Budget => budget;

    public IEnumerable<string> Names => zip.Entries.Select(entry => entry.Name);

    /// <summary>Null when there is no such part.</summary>
    public Part? TryRead(string name) => zip.Find(name) is { } entry ? new(zip.Read(entry)) : null;

    /// <summary>The XML of a part: dispose when read.</summary>
    public sealed class Part(UnpackedBytes bytes) : IDisposable
    {
        public bool IsWhole => bytes.IsWhole;

        public ReadOnlyMemory<byte> Xml { get; } = InUtf8(bytes.Memory);

        public void Dispose() => bytes.Dispose();

        // Places in it are remembered, so that a mark at the start is none of it.
        static ReadOnlyMemory<byte> InUtf8(ReadOnlyMemory<byte> xml)
        {
            var utf8 = XmlBytes.ToUtf8(xml.Span);
            var whole = utf8.Length == xml.Length && utf8 == xml.Span ? xml : utf8.ToArray();
            return whole.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? whole[3..] : whole;
        }
    }
}
