using System.Buffers.Binary;
using System.Text;

namespace Asan.Documents.Making;

/// <summary>Writes compound files, small ones with a mini stream and large ones with a chain of FAT sectors, as [MS-CFB] says.</summary>
sealed class CompoundFileMaker
{
    const int Sector = 512;
    const int MiniSector = 64;
    const int Cutoff = 4096;
    const uint End = 0xFFFFFFFE;
    const uint Free = 0xFFFFFFFF;
    const uint FatMark = 0xFFFFFFFD;

    readonly Node root = new("Root Entry", 5);

    sealed class Node(string name, byte type)
    {
        public string Name => name;

        public byte Type => type;

        public byte[] Bytes { get; set; } = [];

        public List<Node> Children { get; } = [];

        public uint Start { get; set; } = End;

        public uint Right { get; set; } = Free;

        public uint Child { get; set; } = Free;

        public long Size { get; set; }
    }

    /// <summary>Adds a stream, with the storages its path names.</summary>
    public CompoundFileMaker Add(string path, ReadOnlySpan<byte> bytes)
    {
        var parts = path.Split('/');
        var storage = root;
        foreach (var part in parts[..^1])
        {
            var next = storage.Children.Find(child => child.Name == part);
            if (next is null)
                storage.Children.Add(next = new(part, 1));
            storage = next;
        }

        storage.Children.Add(new(parts[^1], 2) { Bytes = bytes.ToArray() });
        return this;
    }

    public byte[] ToBytes()
    {
        var nodes = new List<Node>();
        Number(root, nodes);
        var body = new List<byte[]>();
        var fat = new List<uint>();
        var miniFat = new List<uint>();
        var mini = new MemoryStream();
        foreach (var node in nodes.Where(node => node.Type == 2))
        {
            node.Size = node.Bytes.Length;
            if (node.Bytes.Length == 0)
                continue;
            node.Start = node.Bytes.Length < Cutoff ? AddMini(node.Bytes, mini, miniFat) : AddChain(node.Bytes, body, fat);
        }

        (root.Size, root.Start) = (mini.Length, mini.Length == 0 ? End : AddChain(mini.ToArray(), body, fat));
        var miniFatStart = miniFat.Count == 0 ? End : AddChain(Words(miniFat), body, fat);
        var directory = AddChain(Directory(nodes), body, fat);
        return Write(body, fat, directory, miniFatStart, (miniFat.Count * sizeof(uint) + Sector - 1) / Sector);
    }

    // Siblings are a tree in which every node only has a right one: slow to search and allowed.
    static void Number(Node node, List<Node> nodes)
    {
        nodes.Add(node);
        Node? previous = null;
        foreach (var child in node.Children.OrderBy(child => child.Name.Length).ThenBy(child => child.Name.ToUpperInvariant(), StringComparer.Ordinal))
        {
            var number = (uint)nodes.Count;
            if (previous is null)
                node.Child = number;
            else
                previous.Right = number;
            previous = child;
            Number(child, nodes);
        }
    }

    static uint AddChain(byte[] bytes, List<byte[]> body, List<uint> fat)
    {
        var start = (uint)body.Count;
        for (var at = 0; at < bytes.Length; at += Sector)
        {
            var sector = new byte[Sector];
            bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)).CopyTo(sector);
            body.Add(sector);
            fat.Add(at + Sector < bytes.Length ? (uint)body.Count : End);
        }

        return start;
    }

    static uint AddMini(byte[] bytes, MemoryStream mini, List<uint> miniFat)
    {
        var start = (uint)miniFat.Count;
        mini.Write(bytes);
        mini.Write(new byte[(MiniSector - bytes.Length % MiniSector) % MiniSector]);
        for (var at = 0; at < bytes.Length; at += MiniSector)
            miniFat.Add(at + MiniSector < bytes.Length ? (uint)miniFat.Count + 1 : End);
        return start;
    }

    static byte[] Words(List<uint> values)
    {
        var bytes = new byte[values.Count * sizeof(uint)];
        for (var i = 0; i < values.Count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), values[i]);
        return bytes;
    }

    static byte[] Directory(List<Node> nodes)
    {
        const int EntryLength = 128;
        var bytes = new byte[(nodes.Count * EntryLength + Sector - 1) / Sector * Sector];
        for (var i = 0; i < nodes.Count; i++)
        {
            var entry = bytes.AsSpan(i * EntryLength, EntryLength);
            var length = Encoding.Unicode.GetBytes(nodes[i].Name, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)(length + 2));
            (entry[66], entry[67]) = (nodes[i].Type, 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[68..], Free);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[72..], nodes[i].Right);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[76..], nodes[i].Child);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], nodes[i].Start);
            BinaryPrimitives.WriteInt64LittleEndian(entry[120..], nodes[i].Size);
        }

        return bytes;
    }

    static byte[] Write(List<byte[]> body, List<uint> fat, uint directory, uint miniFat, int miniFatSectors)
    {
        const int PerSector = Sector / sizeof(uint);
        const int InHeader = 109;
        // The table describes itself and the sectors that list it, so both sizes are found by turns.
        int fatSectors = 0, listSectors = 0;
        while (fatSectors * PerSector < body.Count + fatSectors + listSectors || listSectors * (PerSector - 1) < fatSectors - InHeader)
        {
            fatSectors = (body.Count + fatSectors + listSectors + PerSector - 1) / PerSector;
            listSectors = Math.Max(0, (fatSectors - InHeader + PerSector - 2) / (PerSector - 1));
        }

        var firstFat = (uint)body.Count;
        var firstList = firstFat + (uint)fatSectors;
        fat.AddRange(Enumerable.Repeat(FatMark, fatSectors + listSectors));
        fat.AddRange(Enumerable.Repeat(Free, fatSectors * PerSector - fat.Count));

        var header = new byte[Sector];
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(header);
        Put(header, 24, 0x0003003E);
        Put(header, 28, 0x0009FFFE);
        Put(header, 32, 6);
        Put(header, 44, (uint)fatSectors);
        Put(header, 48, directory);
        Put(header, 56, Cutoff);
        Put(header, 60, miniFat);
        Put(header, 64, (uint)miniFatSectors);
        Put(header, 68, listSectors == 0 ? End : firstList);
        Put(header, 72, (uint)listSectors);
        for (var i = 0; i < InHeader; i++)
            Put(header, 76 + i * sizeof(uint), i < fatSectors ? firstFat + (uint)i : Free);

        var file = new MemoryStream();
        file.Write(header);
        body.ForEach(sector => file.Write(sector));
        file.Write(Words(fat));
        for (var list = 0; list < listSectors; list++)
        {
            var numbers = Enumerable.Range(InHeader + list * (PerSector - 1), PerSector - 1).Select(i => i < fatSectors ? firstFat + (uint)i : Free);
            file.Write(Words([.. numbers, list + 1 < listSectors ? firstList + (uint)list + 1 : End]));
        }

        return file.ToArray();
    }

    static void Put(byte[] header, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
}
