namespace Asan.Documents;

/// <summary>On which pages a header or footer stands.</summary>
public enum PageParity
{
    All,
    Even,
    Odd,
    First,
}
