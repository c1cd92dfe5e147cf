namespace Asan.Documents;

/// <summary>What a file is by its bytes. Only some can be read; the rest are told apart so that they can be refused by name.</summary>
public enum FileFormat
{
    Unknown,
    Hwp,
    Hwpx,
    Docx,
    Doc,

    /// <summary>Plain text, in whatever encoding.</summary>
    Text,
    Markdown,
    Html,

    /// <summary>Rows of fields: between commas, or tabs, semicolons, bars.</summary>
    Csv,
    Xlsx,
    Hwp3,
    Hwpml,
    Pdf,
    Rtf,

    /// <summary>A Word, Excel or PowerPoint file inside Office's own encryption.</summary>
    EncryptedOffice,

    /// <summary>A compound file that holds neither HWP nor Word, such as XLS.</summary>
    CompoundFile,

    /// <summary>A zip that holds none of HWPX, DOCX and XLSX.</summary>
    Zip,
}
