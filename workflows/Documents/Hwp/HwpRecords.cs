using System.Buffers.Binary;

namespace Asan.Documents.Hwp;

/// <summary>Reads a stream's records one after the other, looking one ahead. It never goes back, so it always ends.</summary>
ref struct HwpRecords
{
    const int LongSize = 0xFFF;

    readonly ReadOnlySpan<byte> stream;
    int next;
    HwpTag tag;
    int level;
    int start;
    int length;

    public HwpRecords(ReadOnlySpan<byte> stream)
    {
        this.stream = stream;
        Move();
    }

    /// <summary>Whether there is a record to look at.</summary>
    public bool HasCurrent { get; private set; }

    /// <summary>The last record says it is longer than what is left.</summary>
    public bool IsCut { get; private set; }

    public readonly HwpTag Tag => tag;

    /// <summary>-1 when there is no record, which is above every level.</summary>
    public readonly int Level => level;

    public readonly ReadOnlySpan<byte> Data => stream.Slice(start, length);

    public void Move()
    {
        HasCurrent = false;
        level = -1;
        if (next + sizeof(uint) > stream.Length)
        {
            IsCut |= next < stream.Length;
            return;
        }

        var header = BinaryPrimitives.ReadUInt32LittleEndian(stream[next..]);
        next += sizeof(uint);
        long size = header >> 20;
        if (size == LongSize)
        {
            if (next + sizeof(uint) > stream.Length)
            {
                IsCut = true;
                return;
            }

            size = BinaryPrimitives.ReadUInt32LittleEndian(stream[next..]);
            next += sizeof(uint);
        }

        IsCut |= size > stream.Length - next;
        tag = (HwpTag)(header & 0x3FF);
        level = (int)(header >> 10) & 0x3FF;
        start = next;
        length = (int)Math.Min(size, stream.Length - next);
        next += length;
        HasCurrent = true;
    }

    /// <summary>Goes past everything below a level.</summary>
    public void SkipBelow(int level)
    {
        while (Level > level)
            Move();
    }
}
