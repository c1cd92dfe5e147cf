namespace Asan.Documents.Docx;

/// <summary>
/// One thing written twice, for newer and for older programs. A reader takes one: here the first that holds anything that is read here, so that
/// text which only one of them has is not lost, and none is read twice.
/// </summary>
static class AlternateContent
{
    static readonly HashSet<string> Readable = ["t", "txbxContent", "sym", "m:oMath", "a:blip", "v:imagedata", "c:chart", "dgm:relIds", "p", "tbl", "tr", "tc"];

    public static Element? Branch(Element alternate)
    {
        Element? first = null;
        foreach (var branch in alternate.Children)
        {
            if (branch.Name is not ("mc:Choice" or "mc:Fallback"))
                continue;
            first ??= branch;
            if (branch.Descendants().Any(element => Readable.Contains(element.Name)))
                return branch;
        }

        return first;
    }
}
