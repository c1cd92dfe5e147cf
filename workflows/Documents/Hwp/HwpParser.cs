using Asan.Documents.CompoundFiles;

namespace Asan.Documents.Hwp;

/// <summary>Reads HWP 5: the published format, and what real files make of it.</summary>
sealed class HwpParser : IDocumentParser
{
    public FileFormat Format => FileFormat.Hwp;

    public Document Parse(ReadOnlyMemory<byte> file, ParseBudget budget)
    {
        var compound = CompoundFile.Open(file, budget);
        if (!compound.IsWhole)
            budget.Warn(WarningCodes.Damaged, "The container is damaged: parts of the document may be missing.");
        var header = Header(compound, budget);
        using var cipher = Protection(header, budget);
        var container = new HwpContainer(compound, header, cipher, budget);
        var info = ReadInfo(container, cipher is not null, budget);
        var files = new HwpFiles(container, info, budget);
        var sections = ReadSections(container, new HwpContext(info, files, budget), budget);
        return new()
        {
            Format = FileFormat.Hwp,
            FormatVersion = header.VersionText,
            Metadata = HwpSummary.Read(compound, container),
            Sections = sections,
            Files = files.All,
            Warnings = budget.Warnings(),
        };
    }

    // Without its header a file is most likely packed and not protected.
    static HwpFileHeader Header(CompoundFile compound, ParseBudget budget)
    {
        const uint Version = 0x05000000;
        if (compound.TryRead("FileHeader", out var stream) && HwpFileHeader.Read(stream.Bytes.Span) is { } header)
            return header;
        budget.Warn(WarningCodes.Damaged, "The header is lost: the usual settings were assumed.", "FileHeader");
        return new(Version, 1, 0);
    }

    static PasswordCipher? Protection(HwpFileHeader header, ParseBudget budget)
    {
        if (header.IsRightsManaged)
            throw new RefusedException(RefusalCodes.RightsManaged, "The document is protected by rights management or a certificate. Its owner can save it without.");
        if (!header.HasPassword)
            return null;
        if (header.EncryptVersion != PasswordCipher.KnownVersion)
            throw new RefusedException(
                RefusalCodes.EncryptionVersion(header.EncryptVersion),
                $"The document has a password of encryption version {header.EncryptVersion}, whose scheme is not published. Save it anew with a newer Hangul, or without a password.");
        return budget.Options.Password is { Length: > 0 } password
            ? new PasswordCipher(password)
            : throw new RefusedException(RefusalCodes.PasswordRequired, "The document opens with a password, and none was given.");
    }

    static HwpDocInfo ReadInfo(HwpContainer container, bool isEnciphered, ParseBudget budget)
    {
        using var stream = container.TryReadRecords("DocInfo");
        if (isEnciphered && !BeginsAsItMust(stream))
            throw new RefusedException(RefusalCodes.WrongPassword, "The password does not open the document.");
        if (stream is null)
        {
            budget.Warn(WarningCodes.Missing, "Styles and numberings are lost.", "DocInfo");
            return HwpDocInfo.Empty;
        }

        return HwpDocInfo.Read(stream.Span, budget);
    }

    // With a wrong password this is noise.
    static bool BeginsAsItMust(Packing.UnpackedBytes? stream)
    {
        if (stream is null)
            return false;
        var records = new HwpRecords(stream.Span);
        if (records.Tag != HwpTag.DocumentProperties || !records.HasCurrent)
            return false;
        records.Move();
        return records.HasCurrent && records.Tag == HwpTag.IdMappings;
    }

    static List<Section> ReadSections(HwpContainer container, HwpContext context, ParseBudget budget)
    {
        var sections = new List<Section>();
        foreach (var path in container.Sections())
        {
            using var stream = container.TryReadRecords(path);
            if (stream is null)
                continue;
            sections.Add(new HwpSectionReader(context, sections.Count + 1).Read(stream.Span, out var isCut));
            if (isCut && stream.IsWhole)
                budget.Warn(WarningCodes.Truncated, "The section ends inside a record.", path);
        }

        return sections;
    }
}
