using System.Buffers.Binary;

namespace Asan.Documents.CompoundFiles;

/// <summary>Gathers the FAT from the sectors that the header, and the chain behind it, name.</summary>
static class FatReader
{
    /// <param name="isWhole">False when a sector of the table is not in the file; its entries are <see cref="SectorTable.Unknown"/>.</param>
    public static uint[] Read(ReadOnlySpan<byte> file, CompoundHeader header, out bool isWhole)
    {
        var size = 1 << header.SectorShift;
        var perSector = size / sizeof(uint);
        // No file has more sectors of FAT than it takes to describe itself.
        var most = file.Length / size / perSector + 1;
        var sectors = SectorNumbers(file, header, most, out isWhole);

        var fat = new uint[sectors.Count * perSector];
        for (var i = 0; i < sectors.Count; i++)
        {
            var part = fat.AsSpan(i * perSector, perSector);
            var from = ((long)sectors[i] + 1) << header.SectorShift;
            var there = from < file.Length ? file.Slice((int)from, (int)Math.Min(size, file.Length - from)) : [];
            var read = SectorTable.Parse(there);
            read.CopyTo(part);
            part[read.Length..].Fill(SectorTable.Unknown);
            isWhole &= read.Length == perSector;
        }

        return fat;
    }

    static List<uint> SectorNumbers(ReadOnlySpan<byte> file, CompoundHeader header, int most, out bool isWhole)
    {
        var numbers = new List<uint>();
        Collect(file.Slice(CompoundHeader.FatSectorsAt, CompoundHeader.FatSectorsInside * sizeof(uint)), numbers, most);

        isWhole = true;
        var size = 1 << header.SectorShift;
        var sector = header.MoreFatSectors;
        // Each of these sectors ends with the number of the next; a loop runs into the bound.
        for (var turn = 0; turn <= most && sector < CompoundHeader.LastSector; turn++)
        {
            var from = ((long)sector + 1) << header.SectorShift;
            if (from + size > file.Length)
            {
                isWhole = false;
                break;
            }

            var content = file.Slice((int)from, size);
            Collect(content[..^sizeof(uint)], numbers, most);
            sector = BinaryPrimitives.ReadUInt32LittleEndian(content[^sizeof(uint)..]);
        }

        return numbers;
    }

    static void Collect(ReadOnlySpan<byte> listed, List<uint> numbers, int most)
    {
        for (; listed.Length >= sizeof(uint) && numbers.Count < most; listed = listed[sizeof(uint)..])
        {
            var number = BinaryPrimitives.ReadUInt32LittleEndian(listed);
            if (number < CompoundHeader.LastSector)
                numbers.Add(number);
        }
    }
}
