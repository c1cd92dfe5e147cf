using Spectre.Console.Rendering;

namespace Asan.DocumentsConsole.Search;

/// <summary>Lines that begin further right, those that a narrow terminal breaks too; nothing is put behind them.</summary>
sealed class Indented(IRenderable inner, int columns) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(columns + 1, maxWidth), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(inner.Render(options, Math.Max(1, maxWidth - columns))))
        {
            if (line.Count > 0)
                yield return Segment.Padding(columns);
            foreach (var segment in line)
                yield return segment;
            yield return Segment.LineBreak;
        }
    }
}
