namespace Asan.Documents;

/// <summary>What a file is by its bytes. Only some can be read; the rest are told apart so that they can be refused by name.</summary>
public enum FileFormat
{
    Unknown,
    Hwp,
    Hwpx,
    Docx,
    Doc,
    Hwp3,
    Hwpml,
    Pdf,
    Rtf,

    /// <summary>A Word, Excel or PowerPoint file inside Office's own encryption.</summary>
    EncryptedOffice,

    /// <summary>A compound file that holds neither HWP nor Word.</summary>
    CompoundFile,

    /// <summary>A zip that holds neither HWPX nor Word.</summary>
    Zip,
}
