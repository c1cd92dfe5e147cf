using System.Text;
using System.Xml;

namespace Asan.Documents.Docx;

/// <summary>
/// Reads the XML of a part, an element at a time, so that a long document is never in memory as a tree. Counts cells, paragraphs and depth against
/// the budget while it reads, before anything is made of them. XML that breaks off gives what came before.
/// </summary>
sealed class PartReader : IDisposable
{
    // What declares a document type stands at the very beginning.
    const int PrologLength = 64 * 1024;

    readonly XmlReader reader;
    readonly Stream stream;
    readonly ParseBudget budget;
    readonly string place;
    readonly Dictionary<(string, string), string> names = [];
    int cells;

    public PartReader(Stream stream, string place, ParseBudget budget)
    {
        this.stream = stream;
        this.place = place;
        this.budget = budget;
        reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
    }

    /// <summary>False when the XML broke off.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The whole part as one element; null when there is none.</summary>
    public Element? Read() => Advance(() => reader.MoveToContent() == XmlNodeType.Element) ? ReadElement() : null;

    /// <summary>
    /// The elements directly below those of the names given, whatever stands around them: <c>Read("document", "body")</c> gives the blocks of the
    /// body.
    /// </summary>
    public IEnumerable<Element> Read(params string[] path)
    {
        if (!Advance(() => reader.MoveToContent() == XmlNodeType.Element))
            yield break;
        foreach (var name in path)
        {
            // The outermost is the part's root, whatever it is called.
            if (name != path[0] && !Enter(name))
                yield break;
            if (reader.IsEmptyElement)
                yield break;
        }

        var depth = reader.Depth;
        Advance(reader.Read);
        while (IsWhole && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
                yield return ReadElement();
            else if (!Advance(reader.Read))
                yield break;
        }
    }

    // Leaves the reader on the start of the child of this name.
    bool Enter(string name)
    {
        var depth = reader.Depth;
        Advance(reader.Read);
        while (IsWhole && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                if (!Advance(reader.Read))
                    return false;
            }
            else if (NameOf(reader.LocalName, reader.NamespaceURI) == name)
            {
                return true;
            }
            else
            {
                ReadElement();
            }
        }

        return false;
    }

    // Reads the element that the reader stands on, and leaves it behind its end. No recursion: depth is the file's to choose.
    Element ReadElement()
    {
        var root = Begin();
        if (reader.IsEmptyElement)
        {
            Advance(reader.Read);
            return root;
        }

        var open = new Stack<(Element Element, StringBuilder? Text)>();
        open.Push((root, null));
        while (open.Count > 0 && Advance(reader.Read))
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (open.Count >= budget.Limits.XmlDepth)
                        throw new RefusedException(RefusalCodes.TooDeep, $"Elements stand more than {budget.Limits.XmlDepth} deep inside each other.");
                    var isEmpty = reader.IsEmptyElement;
                    var child = Begin();
                    open.Peek().Element.Add(child);
                    if (!isEmpty)
                        open.Push((child, null));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    Append(open);
                    break;
                case XmlNodeType.EndElement:
                    End(open.Pop());
                    break;
            }
        }

        while (open.TryPop(out var cut))
            End(cut);
        if (IsWhole)
            Advance(reader.Read);
        return root;
    }

    Element Begin()
    {
        var element = new Element(NameOf(reader.LocalName, reader.NamespaceURI));
        // The table's own count comes later; this one keeps ten million cells from becoming ten million elements.
        if (element.Name == "tc" && ++cells > budget.Limits.Cells)
            throw new RefusedException(RefusalCodes.TooManyCells, $"The tables have more than {budget.Limits.Cells:N0} cells.");
        if (element.Name == "p")
            budget.Paragraph();
        if (!reader.HasAttributes)
            return element;
        while (reader.MoveToNextAttribute())
            if (!ReferenceEquals(reader.Prefix, "xmlns") && reader.Prefix != "xmlns")
                element.Add(NameOf(reader.LocalName, reader.NamespaceURI), reader.Value);
        reader.MoveToElement();
        return element;
    }

    // Nearly all text comes in one piece; a builder is only for what does not.
    void Append(Stack<(Element Element, StringBuilder? Text)> open)
    {
        var (element, text) = open.Pop();
        if (text is null && element.Text.Length == 0)
            element.Text = reader.Value;
        else
            (text ??= new StringBuilder(element.Text)).Append(reader.Value);
        open.Push((element, text));
    }

    static void End((Element Element, StringBuilder? Text) closed)
    {
        if (closed.Text is not null)
            closed.Element.Text = closed.Text.ToString();
    }

    string NameOf(string local, string @namespace)
    {
        if (names.TryGetValue((local, @namespace), out var name))
            return name;
        name = Prefixes.Of(@namespace) + local;
        // Names come from the file: a million different ones are not kept.
        if (names.Count < 4096)
            names.Add((local, @namespace), name);
        return name;
    }

    bool Advance(Func<bool> step)
    {
        if (!IsWhole)
            return false;
        try
        {
            return step();
        }
        // The second: .NET's reader miscounts where a declaration is not ASCII, and runs over its own buffer.
        catch (Exception broken) when (broken is XmlException or ArgumentOutOfRangeException)
        {
            if (DeclaresDocumentType())
                throw new RefusedException(RefusalCodes.DocumentTypeDeclared, "XML in the file declares a document type, which no document needs.");
            IsWhole = false;
            budget.Warn(WarningCodes.Damaged, "The XML breaks off: what follows in this part is lost.", place);
            return false;
        }
    }

    // Told by looking for it: the reader's message is for people, in their language.
    bool DeclaresDocumentType()
    {
        if (reader.Depth > 0 || !stream.CanSeek)
            return false;
        stream.Position = 0;
        var prolog = new byte[Math.Min(stream.Length, PrologLength)];
        var got = stream.ReadAtLeast(prolog, prolog.Length, throwOnEndOfStream: false);
        return Encoding.Latin1.GetString(prolog, 0, got).Replace("\0", "", StringComparison.Ordinal).Contains("<!DOCTYPE", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
    }
}
