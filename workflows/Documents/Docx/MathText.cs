using System.Text;

namespace Asan.Documents.Docx;

/// <summary>
/// Writes an equation (Office MathML) in a line, the way Word's own linear form does: <c>x=(-b±√(b^2-4ac))/2a</c>. So that it can be searched and
/// read aloud; the layout is lost.
/// </summary>
static class MathText
{
    public static string Linear(Element equation)
    {
        var text = new StringBuilder();
        WriteAll(equation, text);
        return text.ToString();
    }

    static void WriteAll(Element parent, StringBuilder text)
    {
        foreach (var child in parent.Children)
            Write(child, text);
    }

    static void Write(Element element, StringBuilder text)
    {
        switch (element.Name)
        {
            case "m:t" or "t":
                text.Append(element.Text);
                break;
            case "br" or "cr":
                text.Append('\n');
                break;
            case "tab":
                text.Append('\t');
                break;
            case "m:f":
                WriteFraction(element, text);
                break;
            case "m:sSup":
                text.Append($"{Part(element, "m:e")}^{Part(element, "m:sup")}");
                break;
            case "m:sSub":
                text.Append($"{Part(element, "m:e")}_{Part(element, "m:sub")}");
                break;
            case "m:sSubSup":
                text.Append($"{Part(element, "m:e")}_{Part(element, "m:sub")}^{Part(element, "m:sup")}");
                break;
            case "m:sPre":
                text.Append($"_{Part(element, "m:sub")}^{Part(element, "m:sup")}{Part(element, "m:e")}");
                break;
            case "m:rad":
                WriteRoot(element, text);
                break;
            case "m:nary":
                WriteSum(element, text);
                break;
            case "m:d":
                WriteBrackets(element, text);
                break;
            case "m:m":
                WriteMatrix(element, text);
                break;
            case "m:eqArr":
                text.AppendJoin('\n', element.Children.Where(c => c.Name == "m:e").Select(Linear));
                break;
            case "m:limLow":
                text.Append($"{Part(element, "m:e")}_{Part(element, "m:lim")}");
                break;
            case "m:limUpp":
                text.Append($"{Part(element, "m:e")}^{Part(element, "m:lim")}");
                break;
            case "m:acc":
                // The mark stands over the letter it follows; a hat where nothing is said.
                WriteAll(element.ChildOrNothing("m:e"), text);
                text.Append(Character(element, "m:accPr", "m:chr", "\u0302"));
                break;
            case "m:func":
                text.Append(Linear(element.ChildOrNothing("m:fName"))).Append('\u2061').Append(Part(element, "m:e"));
                break;
            case "del" or "moveFrom":
                break;
            default:
                if (!element.Name.EndsWith("Pr", StringComparison.Ordinal))
                    WriteAll(element, text);
                break;
        }
    }

    static void WriteFraction(Element fraction, StringBuilder text)
    {
        var line = fraction.ChildOrNothing("m:fPr").ChildOrNothing("m:type").Attribute("m:val") == "noBar" ? "¦" : "/";
        text.Append(Part(fraction, "m:num")).Append(line).Append(Part(fraction, "m:den"));
    }

    static void WriteRoot(Element root, StringBuilder text)
    {
        var degree = Linear(root.ChildOrNothing("m:deg"));
        text.Append('√');
        if (degree.Length > 0)
            text.Append('(').Append(degree).Append('&').Append(Linear(root.ChildOrNothing("m:e"))).Append(')');
        else
            text.Append(Part(root, "m:e"));
    }

    static void WriteSum(Element sum, StringBuilder text)
    {
        text.Append(Character(sum, "m:naryPr", "m:chr", "∫"));
        if (Part(sum, "m:sub") is { Length: > 0 } from)
            text.Append('_').Append(from);
        if (Part(sum, "m:sup") is { Length: > 0 } to)
            text.Append('^').Append(to);
        text.Append('▒').Append(Part(sum, "m:e"));
    }

    static void WriteBrackets(Element brackets, StringBuilder text)
    {
        text.Append(Character(brackets, "m:dPr", "m:begChr", "("));
        text.AppendJoin(Character(brackets, "m:dPr", "m:sepChr", "|"), brackets.Children.Where(c => c.Name == "m:e").Select(Linear));
        text.Append(Character(brackets, "m:dPr", "m:endChr", ")"));
    }

    static void WriteMatrix(Element matrix, StringBuilder text)
    {
        text.Append("■(");
        text.AppendJoin('@', matrix.Children.Where(c => c.Name == "m:mr").Select(row => string.Join('&', row.Children.Where(c => c.Name == "m:e").Select(Linear))));
        text.Append(')');
    }

    // Brackets only where the line would else read as something different.
    static string Part(Element element, string name)
    {
        var part = Linear(element.ChildOrNothing(name));
        return part.EnumerateRunes().Count() > 1 && !part.All(char.IsAsciiDigit) && !IsWord(part) ? $"({part})" : part;
    }

    static bool IsWord(string part) => part.All(char.IsLetter);

    static string Character(Element element, string properties, string name, string usual) =>
        element.ChildOrNothing(properties).Child(name) is { } set ? set.Attribute("m:val") ?? "" : usual;
}
