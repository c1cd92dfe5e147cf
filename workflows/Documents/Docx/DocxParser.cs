using System.Xml;
using Asan.Documents.Zip;
using DocumentFormat.OpenXml.Packaging;

namespace Asan.Documents.Docx;

/// <summary>Reads Word documents of Office Open XML (ECMA-376), in its transitional and its strict form, templates and those with macros included.</summary>
sealed class DocxParser : IDocumentParser
{
    public FileFormat Format => FileFormat.Docx;

    public Document Parse(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var zip = ZipPackage.Open(file, budget);
        // Without its directory nobody knows which parts are missing, and a document of parts reads well without half of them.
        if (zip.IsRecovered)
            throw Damaged("The zip's directory is lost: the file is cut off or damaged.");
        try
        {
            using var package = VettedPackage.Open(zip, budget);
            if (package.MainName is null)
                throw Damaged("The file holds no document part.");
            using var word = WordprocessingDocument.Open(package);
            var main = word.MainDocumentPart ?? throw Damaged("The file holds no document part.");
            return new DocxReading(main, budget).Read(DocxProperties.Read(word, budget));
        }
        catch (Exception e) when (e is OpenXmlPackageException or FileFormatException or InvalidDataException or XmlException or UriFormatException)
        {
            throw Damaged("The file's parts do not hold together.");
        }
    }

    static RefusedException Damaged(string reason) => new(RefusalCodes.Damaged, reason);
}
