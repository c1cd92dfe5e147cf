using System.Text;
using System.Xml.Linq;

namespace Asan.Documents.Tests.Fuzz;

/// <summary>Damages bytes the way a hostile or broken writer would, and always the same way for one seed.</summary>
sealed class Mutator(int seed)
{
    static readonly int[] Interesting =
        [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFE, 0xFF, 0x100, 0x1FF, 0x200, 0xFFF, 0x1000, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0xFFFFFF, int.MaxValue, int.MinValue, -1, -2, -3, -4];

    static readonly string[] Names = ["p", "r", "t", "tbl", "tr", "tc", "run", "subList", "ctrl", "sdt", "sdtContent", "ins", "del", "pict", "oMath", "secPr", "cellSpan", "cellAddr"];

    static readonly string[] Values = ["", "0", "-1", "1", "65535", "65536", "2147483647", "-2147483648", "4294967296", "1e308", "NaN", "true", "\uFFFD", "../../etc/passwd", "&#xD800;", "]]>"];

    readonly Random random = new(seed);

    public int Next(int below) => random.Next(below);

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    /// <summary>A copy with a few changes: mostly one, now and then many.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> source)
    {
        var bytes = source.ToArray().ToList();
        for (var left = Changes(); left > 0; left--)
            Change(bytes);
        return [.. bytes];
    }

    /// <summary>A copy of XML with changes to its tags, attributes and text, and sometimes to its bytes.</summary>
    public byte[] MutateXml(ReadOnlySpan<byte> source)
    {
        if (Chance(6))
            return Mutate(source);
        var text = Encoding.UTF8.GetString(source);
        if (Chance(2) && TryParse(text) is { } tree && TryWrite(ChangeTree(tree)) is { } written)
            return written;
        for (var left = Changes(); left > 0; left--)
            text = ChangeXml(text);
        return Encoding.UTF8.GetBytes(text);
    }

    int Changes() => Chance(4) ? 1 + random.Next(20) : 1 + random.Next(3);

    void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = random.Next(bytes.Count);
        switch (random.Next(10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 or 3:
                Put(bytes, at, BitConverter.GetBytes(Interesting[random.Next(Interesting.Length)]), 1 << random.Next(3));
                break;
            case 4:
                // Numbers lie at even places as a rule.
                Put(bytes, at & ~3, BitConverter.GetBytes(random.Next(4) == 0 ? random.Next() : random.Next(bytes.Count * 2 + 1)), 4);
                break;
            case 5:
                bytes.RemoveRange(at, Math.Min(Length(), bytes.Count - at));
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(Length(), bytes.Count - at)));
                break;
            case 7:
                var from = random.Next(bytes.Count);
                Put(bytes, at, [.. bytes.GetRange(from, Math.Min(Length(), bytes.Count - from))], int.MaxValue);
                break;
            case 8:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), Length()));
                break;
            default:
                if (Chance(4))
                    bytes.RemoveRange(at, bytes.Count - at);
                else
                    bytes[at] = (byte)(bytes[at] + random.Next(-4, 5));
                break;
        }
    }

    int Length() => Chance(8) ? random.Next(4096) : 1 + random.Next(16);

    static void Put(List<byte> bytes, int at, byte[] what, int length)
    {
        for (var i = 0; i < what.Length && i < length && at + i < bytes.Count; i++)
            bytes[at + i] = what[i];
    }

    string ChangeXml(string text)
    {
        var tags = Tags(text);
        if (tags.Count == 0)
            return text + "<p/>";
        var (start, end) = tags[random.Next(tags.Count)];
        var tag = text[start..end];
        switch (random.Next(9))
        {
            case 0:
                return text.Remove(start, end - start);
            case 1:
                return text.Insert(end, tag);
            case 2:
                return Swap(text, (start, end), tags[random.Next(tags.Count)]);
            case 3 or 4:
                return text[..start] + ChangeAttribute(tag) + text[end..];
            case 5:
                return text[..start] + ChangeName(tag) + text[end..];
            case 6:
                // A stretch again and again: siblings, or a nesting.
                var until = tags[random.Next(tags.Count)].End;
                var piece = until > start ? text[start..until] : tag;
                return text.Insert(end, string.Concat(Enumerable.Repeat(piece.Length > 2000 ? tag : piece, 1 + random.Next(30))));
            case 7:
                return text.Insert(end, Values[random.Next(Values.Length)]);
            default:
                return Chance(4) ? text[..end] : text.Insert(start, $"<{Names[random.Next(Names.Length)]}>");
        }
    }

    static XElement? TryParse(string text)
    {
        try
        {
            return XElement.Parse(text, LoadOptions.PreserveWhitespace);
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }

    // XML that stays well formed gets further into a reader than any other.
    XElement ChangeTree(XElement root)
    {
        for (var left = Changes(); left > 0; left--)
        {
            var all = root.DescendantsAndSelf().Take(5000).ToList();
            ChangeElement(all[random.Next(all.Count)], all[random.Next(all.Count)]);
        }

        return root;
    }

    static byte[]? TryWrite(XElement root)
    {
        try
        {
            return Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting));
        }
        catch (ArgumentException)
        {
            return null; // some changes no writer of XML would write
        }
    }

    void ChangeElement(XElement chosen, XElement other)
    {
        switch (random.Next(9))
        {
            case 0 when chosen.Parent is not null:
                chosen.Remove();
                break;
            case 1 when chosen.Parent is not null:
                for (var i = random.Next(Chance(10) ? 300 : 4); i >= 0; i--)
                    chosen.AddAfterSelf(new XElement(chosen));
                break;
            case 2:
                other.Add(new XElement(chosen));
                break;
            case 3:
                chosen.Name = other.Name;
                break;
            case 4:
                chosen.Name = chosen.Name.Namespace + Names[random.Next(Names.Length)];
                break;
            case 5 when chosen.Attributes().Any(a => !a.IsNamespaceDeclaration):
                var attributes = chosen.Attributes().Where(a => !a.IsNamespaceDeclaration).ToList();
                var attribute = attributes[random.Next(attributes.Count)];
                if (Chance(4))
                    attribute.Remove();
                else
                    attribute.Value = Chance(3) ? other.Attributes().Select(a => a.Value).FirstOrDefault() ?? "" : Safe();
                break;
            case 6:
                foreach (var taken in other.Attributes().Where(a => !a.IsNamespaceDeclaration))
                    chosen.SetAttributeValue(taken.Name, taken.Value);
                break;
            case 7:
                // Around itself, again and again: depth.
                for (var i = random.Next(Chance(10) ? 100 : 5); i > 0 && chosen.Parent is not null; i--)
                {
                    var around = new XElement(chosen.Parent.Name, chosen.Parent.Attributes());
                    chosen.ReplaceWith(around);
                    around.Add(chosen);
                }

                break;
            default:
                chosen.Add(new XText(Safe()));
                break;
        }
    }

    string Safe() => Values[random.Next(Values.Length - 2)];

    static List<(int Start, int End)> Tags(string text)
    {
        var tags = new List<(int, int)>();
        for (var start = text.IndexOf('<'); start >= 0 && tags.Count < 4000;)
        {
            var end = text.IndexOf('>', start) + 1;
            if (end == 0)
                break;
            tags.Add((start, end));
            start = text.IndexOf('<', end);
        }

        return tags;
    }

    static string Swap(string text, (int Start, int End) a, (int Start, int End) b)
    {
        if (a.Start > b.Start)
            (a, b) = (b, a);
        return a.End > b.Start ? text : text[..a.Start] + text[b.Start..b.End] + text[a.End..b.Start] + text[a.Start..a.End] + text[b.End..];
    }

    string ChangeAttribute(string tag)
    {
        var quote = tag.IndexOf("=\"", StringComparison.Ordinal);
        if (quote < 0)
            return tag.Insert(Math.Max(1, tag.Length - (tag.EndsWith("/>", StringComparison.Ordinal) ? 2 : 1)), " w:val=\"9\"");
        for (var next = tag.IndexOf("=\"", quote + 2, StringComparison.Ordinal); next >= 0 && Chance(2); next = tag.IndexOf("=\"", quote + 2, StringComparison.Ordinal))
            quote = next;
        var end = tag.IndexOf('"', quote + 2);
        return end < 0 ? tag : tag[..(quote + 2)] + Values[random.Next(Values.Length)] + tag[end..];
    }

    string ChangeName(string tag)
    {
        var colon = tag.IndexOf(':');
        var end = tag.IndexOfAny([' ', '/', '>'], Math.Max(colon, 1));
        return colon < 0 || end < colon ? tag : tag[..(colon + 1)] + Names[random.Next(Names.Length)] + tag[end..];
    }
}
