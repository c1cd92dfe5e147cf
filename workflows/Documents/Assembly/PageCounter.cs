namespace Asan.Documents.Assembly;

/// <summary>Counts pages by the line breaks that a writer left behind. They may be older than the text, so the result is approximate.</summary>
public sealed class PageCounter
{
    int lastTop = int.MaxValue;
    int lastLeft;
    bool isMarked;

    /// <summary>The page the text has come to; 0 as long as no line told.</summary>
    public int Page { get; private set; }

    /// <summary>Tells the next line of the body.</summary>
    /// <param name="top">Its distance from the top of the page.</param>
    /// <param name="left">Its distance from the left: a new column begins higher up, and further to the right.</param>
    /// <param name="isFirst">The writer marked it as the first of a page; some writers never do.</param>
    public void Line(int top, int left, bool isFirst)
    {
        isMarked |= isFirst;
        if (isFirst || Page == 0 || (!isMarked && top < lastTop && left <= lastLeft))
            Page++;
        (lastTop, lastLeft) = (top, left);
    }
}
