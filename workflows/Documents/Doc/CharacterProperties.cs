using static Asan.Documents.Doc.LittleEndian;

namespace Asan.Documents.Doc;

/// <summary>What is read of the properties of characters.</summary>
sealed record CharacterProperties
{
    const ushort Deleted = 0x0800;
    const ushort IsDataCode = 0x0806;
    const ushort IsObjectCode = 0x080A;
    const ushort Vanish = 0x083C;
    const ushort Special = 0x0855;
    const ushort PictureLocation = 0x6A03;
    const ushort ObjectLocation = 0x680E;
    const ushort SymbolCode = 0x6A09;
    const ushort FontCode = 0x4A4F;
    const ushort StyleCode = 0x4A30;

    public static CharacterProperties Plain { get; } = new();

    /// <summary>A tracked change takes it out.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Null is "as the style says".</summary>
    public bool? IsHidden { get; init; }

    /// <summary>The character stands for something: a picture, a note, a field's end.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>What it stands for is the data of a form field, not a picture.</summary>
    public bool IsData { get; init; }

    /// <summary>What it stands for is an object of another program.</summary>
    public bool IsObject { get; init; }

    /// <summary>Where in the data stream what it stands for is described; null when nowhere.</summary>
    public int? Location { get; init; }

    /// <summary>The font and character that are shown in its place; null when it is shown itself.</summary>
    public (int Font, int Character)? Symbol { get; init; }

    /// <summary>The index of its font; null is "as the style says".</summary>
    public int? Font { get; init; }

    public int? Style { get; init; }

    public CharacterProperties With(ReadOnlySpan<byte> list)
    {
        var read = this;
        for (var sprms = new Sprms(list); sprms.Next();)
        {
            read = sprms.Code switch
            {
                Deleted => read with { IsDeleted = (sprms.Number & 1) != 0 },
                // 0x80 and 0x81 are "as the style" and "not as the style": the style's are read elsewhere, and hide nothing as a rule.
                Vanish => read with { IsHidden = sprms.Number switch { 0 => false, 1 or 0x81 => true, _ => null } },
                Special => read with { IsSpecial = (sprms.Number & 1) != 0 },
                IsDataCode => read with { IsData = (sprms.Number & 1) != 0 },
                IsObjectCode => read with { IsObject = (sprms.Number & 1) != 0 },
                // Setting where it is described makes it special.
                PictureLocation => read with { Location = sprms.Number, IsSpecial = true },
                ObjectLocation => read with { Location = read.Location ?? sprms.Number },
                SymbolCode => read with { Symbol = (U16(sprms.Operand, 0), U16(sprms.Operand, 2)), IsSpecial = true },
                FontCode => read with { Font = sprms.Number },
                StyleCode => read with { Style = sprms.Number },
                _ => read,
            };
        }

        return read;
    }
}
