using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>What is read of the properties of paragraphs, and of table rows, which are properties of the paragraph that ends them.</summary>
sealed record ParagraphProperties
{
    const ushort StyleCode = 0x4600;
    const ushort InTableCode = 0x2416;
    const ushort RowEndCode = 0x2417;
    const ushort InnerCellCode = 0x244B;
    const ushort InnerRowEndCode = 0x244C;
    const ushort DepthCode = 0x6649;
    const ushort DeeperCode = 0x664A;
    const ushort ListLevelCode = 0x260A;
    const ushort ListCode = 0x460B;
    const ushort OutlineCode = 0x2640;
    const ushort HugeCode = 0x6645;
    const ushort HugeCode2 = 0x6646;
    const ushort HeaderRowCode = 0x3404;
    const ushort TableDefinitionCode = 0xD608;
    const ushort VerticalMergeCode = 0xD62B;
    const ushort MergeCode = 0x5624;

    public static ParagraphProperties Plain { get; } = new();

    public int Style { get; init; }

    public bool InTable { get; init; }

    /// <summary>Ends a row of an outermost table.</summary>
    public bool EndsRow { get; init; }

    /// <summary>Ends a cell of a nested table.</summary>
    public bool EndsInnerCell { get; init; }

    /// <summary>Ends a row of a nested table.</summary>
    public bool EndsInnerRow { get; init; }

    /// <summary>How many tables it stands in, as stated.</summary>
    public int StatedDepth { get; init; }

    public int Depth => !InTable ? 0 : Math.Max(1, StatedDepth);

    /// <summary>The list, by its place in the table of overrides, from 1; 0 is none, null is "as the style says".</summary>
    public int? List { get; init; }

    public int? ListLevel { get; init; }

    /// <summary>From 0; 9 is body text.</summary>
    public int? Outline { get; init; }

    public bool IsHeaderRow { get; init; }

    public RowDefinition? Row { get; init; }

    /// <param name="data">The stream that holds lists too long for a page.</param>
    public ParagraphProperties With(ReadOnlySpan<byte> list, ReadOnlyMemory<byte> data, bool mayBeHuge = true)
    {
        var read = this;
        for (var sprms = new Sprms(list); sprms.Next();)
        {
            switch (sprms.Code)
            {
                case HugeCode or HugeCode2 when mayBeHuge:
                    var at = (uint)sprms.Number;
                    read = read.With(LittleEndian.Slice(data, at + 2L, U16(data.Span, at)).Span, data, mayBeHuge: false);
                    break;
                case TableDefinitionCode:
                    read = read with { Row = RowDefinition.Read(sprms.Operand) };
                    break;
                case VerticalMergeCode when sprms.Operand.Length >= 2:
                    read.Row?.SetVertical(sprms.Operand[0], sprms.Operand[1]);
                    break;
                case MergeCode when sprms.Operand.Length >= 2:
                    read.Row?.MergeCells(sprms.Operand[0], sprms.Operand[1]);
                    break;
                default:
                    read = read.With(sprms.Code, sprms.Number);
                    break;
            }
        }

        return read;
    }

    ParagraphProperties With(ushort code, int value) => code switch
    {
        StyleCode => this with { Style = value & 0xFFF },
        InTableCode => this with { InTable = value != 0 },
        RowEndCode => this with { EndsRow = value != 0 },
        InnerCellCode => this with { EndsInnerCell = value != 0 },
        InnerRowEndCode => this with { EndsInnerRow = value != 0 },
        DepthCode => this with { StatedDepth = value },
        DeeperCode => this with { StatedDepth = StatedDepth + value },
        ListLevelCode => this with { ListLevel = value },
        ListCode => this with { List = value },
        OutlineCode => this with { Outline = value },
        HeaderRowCode => this with { IsHeaderRow = value != 0 },
        _ => this,
    };
}
