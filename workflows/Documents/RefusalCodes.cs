namespace Asan.Documents;

/// <summary>The names of all refusals. They are kept: programs and problem documents go by them.</summary>
public static class RefusalCodes
{
    public const string PasswordRequired = "password-required";
    public const string WrongPassword = "wrong-password";

    /// <summary>The file is protected by rights management or a certificate: no password opens it.</summary>
    public const string RightsManaged = "rights-managed";

    /// <summary>Protected by a password, in a way that is not read here whatever the password.</summary>
    public const string UnsupportedEncryption = "unsupported-encryption";

    /// <summary>HWP 3 and older: a format of its own, before HWP 5.</summary>
    public const string LegacyFormat = "legacy-format";

    /// <summary>Known, and not read here: HWPML, PDF, RTF, another compound file or zip.</summary>
    public const string UnsupportedFormat = "unsupported-format";

    public const string UnknownFormat = "unknown-format";

    /// <summary>Nothing could be recovered.</summary>
    public const string Damaged = "damaged";

    public const string FileTooLarge = "file-too-large";
    public const string UnpacksTooLarge = "unpacks-too-large";

    /// <summary>A few bytes that unpack to very many: a zip bomb.</summary>
    public const string RatioTooHigh = "ratio-too-high";

    public const string TooManyEntries = "too-many-entries";
    public const string TooManyCells = "too-many-cells";

    /// <summary>A field of CSV, or a cell of a sheet, has more text than one may have.</summary>
    public const string CellTooLarge = "cell-too-large";

    public const string TooManyParagraphs = "too-many-paragraphs";
    public const string TooManyObjects = "too-many-objects";
    public const string TooDeep = "too-deep";

    /// <summary>XML that declares a document type: entities and external references are how XML attacks its reader.</summary>
    public const string DocumentTypeDeclared = "document-type-declared";

    /// <summary>Reading took longer than a file may take, and was ended.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>Reading took more memory than a worker may use.</summary>
    public const string OutOfMemory = "out-of-memory";

    /// <summary>What was read is larger than an answer may be.</summary>
    public const string ResultTooLarge = "result-too-large";

    /// <summary>The parser broke on the file: a fault of ours, contained and reported.</summary>
    public const string ParserFailed = "parser-failed";

    /// <summary>A password scheme that is not published. Versions 0 to 3 of HWP's have no known description.</summary>
    public static string EncryptionVersion(uint version) => $"encryption-version-{version}";
}
