using System.Text;
using Asan.Documents.CompoundFiles;
using Asan.Documents.Text;
using Asan.Documents.Zip;

namespace Asan.Documents;

/// <summary>Tells formats apart by bytes: names lie, and are asked only between kinds of text.</summary>
public static class FileSignature
{
    const int SearchedForXml = 4096;
    const int SearchedForPdf = 1024;

    static readonly byte[] WideHwpml = Encoding.Unicode.GetBytes("<HWPML");

    /// <exception cref="RefusedException">It is a compound file or zip, and its directory breaks a limit or cannot be found.</exception>
    public static FileFormat Sniff(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var bytes = file.Span;
        if (CompoundFile.IsCompoundFile(bytes))
            return SniffCompound(CompoundFile.Open(file, budget));
        if (ZipPackage.IsZip(bytes))
            return SniffZip(ZipPackage.Open(file, budget));
        if (bytes.StartsWith("HWP Document File V"u8))
            return FileFormat.Hwp3;
        if (bytes.StartsWith("{\\rtf"u8))
            return FileFormat.Rtf;
        if (bytes[..Math.Min(bytes.Length, SearchedForPdf)].IndexOf("%PDF-"u8) >= 0)
            return FileFormat.Pdf;
        var head = bytes[..Math.Min(bytes.Length, SearchedForXml)];
        return IsXml(head) && (head.IndexOf("<HWPML"u8) >= 0 || head.IndexOf(WideHwpml) >= 0) ? FileFormat.Hwpml : TextKind.Of(file, budget.Options.FileName);
    }

    // Text may speak of HWPML and be none.
    static bool IsXml(ReadOnlySpan<byte> head) => head.TrimStart([(byte)0xEF, (byte)0xBB, (byte)0xBF, (byte)0xFF, (byte)0xFE, (byte)0, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']) is [(byte)'<', ..];

    static FileFormat SniffCompound(CompoundFile file)
    {
        if (file.Contains("FileHeader") || file.Contains("BodyText/Section0") || file.Contains("Section0"))
            return FileFormat.Hwp;
        if (file.Contains("WordDocument"))
            return FileFormat.Doc;
        return file.Contains("EncryptedPackage") ? FileFormat.EncryptedOffice : FileFormat.CompoundFile;
    }

    static FileFormat SniffZip(ZipPackage zip)
    {
        var format = FileFormat.Zip;
        foreach (var entry in zip.Entries)
        {
            if (entry.Name.StartsWith("Contents/", StringComparison.OrdinalIgnoreCase) && entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                || entry.Name.Equals("Contents/content.hpf", StringComparison.OrdinalIgnoreCase))
                return FileFormat.Hwpx;
            if (entry.Name.StartsWith("word/", StringComparison.OrdinalIgnoreCase))
                format = FileFormat.Docx;
            else if (entry.Name.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) && format == FileFormat.Zip)
                format = FileFormat.Xlsx;
        }

        return format;
    }

    /// <summary>Why a file of this format is not read.</summary>
    public static RefusedException Refuse(FileFormat format) => format switch
    {
        FileFormat.Hwp3 => new(RefusalCodes.LegacyFormat, "This is a document of HWP 3 or older. Open it in Hangul and save it as HWP 5 or HWPX."),
        FileFormat.Hwpml => new(RefusalCodes.UnsupportedFormat, "This is HWPML, the XML form of HWP. Open it in Hangul and save it as HWP 5 or HWPX."),
        FileFormat.EncryptedOffice => new(RefusalCodes.UnsupportedEncryption, "This is an Office document protected by a password. Save it without one."),
        FileFormat.CompoundFile => new(RefusalCodes.UnsupportedFormat, "This is a file of an older Office, such as XLS or PPT, or of another program. Save it as XLSX or another newer form."),
        FileFormat.Unknown => new(RefusalCodes.UnknownFormat, "The file's bytes are not those of any format that is known here."),
        _ => new(RefusalCodes.UnsupportedFormat, $"Files of the format {format} are not read here."),
    };
}
