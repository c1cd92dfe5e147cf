namespace Asan.Workflows.Search.Text;

/// <summary>Folded letters with the places they came from. Used again for text after text.</summary>
sealed class FoldedText
{
    char[] letters = [];
    int[] places = [];
    int textLength;

    public int Length { get; private set; }

    public ReadOnlySpan<char> Letters => letters.AsSpan(0, Length);

    /// <summary>Where the letter stood in the text.</summary>
    public int Place(int index) => places[index];

    /// <summary>Where what the letter was made of ends in the text: it may have been several.</summary>
    public int PlaceBehind(int index) => Math.Max(places[index] + 1, index + 1 < Length ? places[index + 1] : textLength);

    /// <summary>How many letters come from before this place of the text.</summary>
    public int Before(int place)
    {
        var index = places.AsSpan(0, Length).BinarySearch(place);
        if (index < 0)
            return ~index;
        // A character may have become several letters.
        while (index > 0 && places[index - 1] == place)
            index--;
        return index;
    }

    public void Begin(int expected)
    {
        textLength = expected;
        Length = 0;
        if (letters.Length < expected)
            Grow(expected);
    }

    public void Add(char letter, int place)
    {
        if (Length == letters.Length)
            Grow(Math.Max(256, Length * 2));
        letters[Length] = letter;
        places[Length++] = place;
    }

    /// <summary>Takes letters out of what is searched, keeping the others in their places.</summary>
    public void Blank(int from, int length) => letters.AsSpan(from, length).Fill(' ');

    void Grow(int size)
    {
        Array.Resize(ref letters, size);
        Array.Resize(ref places, size);
    }
}
