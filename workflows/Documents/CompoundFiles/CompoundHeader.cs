using System.Buffers.Binary;

namespace Asan.Documents.CompoundFiles;

/// <summary>The first 512 bytes of a compound file ([MS-CFB] 2.2), as far as reading needs them.</summary>
readonly struct CompoundHeader
{
    public const int Length = 512;
    public const uint LastSector = 0xFFFFFFFA;

    // 109 sector numbers of the FAT stand in the header itself; more follow in a chain of their own.
    public const int FatSectorsInside = 109;
    public const int FatSectorsAt = 76;

    public CompoundHeader(ReadOnlySpan<byte> file)
    {
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(file[30..]);
        var miniShift = BinaryPrimitives.ReadUInt16LittleEndian(file[32..]);
        IsSound = shift is >= 7 and <= 16 && miniShift >= 4 && miniShift < shift;
        SectorShift = IsSound ? shift : 9;
        MiniShift = IsSound ? miniShift : 6;
        Directory = BinaryPrimitives.ReadUInt32LittleEndian(file[48..]);
        MiniCutoff = BinaryPrimitives.ReadUInt32LittleEndian(file[56..]);
        MiniFat = BinaryPrimitives.ReadUInt32LittleEndian(file[60..]);
        MoreFatSectors = BinaryPrimitives.ReadUInt32LittleEndian(file[68..]);
    }

    /// <summary>False when the sector sizes cannot be; then the usual ones are assumed.</summary>
    public bool IsSound { get; }

    public int SectorShift { get; }

    public int MiniShift { get; }

    public uint Directory { get; }

    public uint MiniCutoff { get; }

    public uint MiniFat { get; }

    public uint MoreFatSectors { get; }

    public static bool IsCompound(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
}
