namespace Asan.Documents.Docx;

/// <summary>The usual prefixes of the namespaces that Word documents are made of. Prefixes in a file are the writer's own, and say nothing.</summary>
static class Prefixes
{
    const string Transitional = "http://schemas.openxmlformats.org/";
    const string Strict = "http://purl.oclc.org/ooxml/";

    static readonly Dictionary<string, string> ByNamespace = new(StringComparer.Ordinal)
    {
        [""] = "",
        ["http://www.w3.org/XML/1998/namespace"] = "xml:",
        [Transitional + "wordprocessingml/2006/main"] = "",
        [Strict + "wordprocessingml/main"] = "",
        [Transitional + "officeDocument/2006/relationships"] = "r:",
        [Strict + "officeDocument/relationships"] = "r:",
        [Transitional + "officeDocument/2006/math"] = "m:",
        [Strict + "officeDocument/math"] = "m:",
        [Transitional + "drawingml/2006/main"] = "a:",
        [Strict + "drawingml/main"] = "a:",
        [Transitional + "drawingml/2006/wordprocessingDrawing"] = "wp:",
        [Strict + "drawingml/wordprocessingDrawing"] = "wp:",
        [Transitional + "drawingml/2006/picture"] = "pic:",
        [Strict + "drawingml/picture"] = "pic:",
        [Transitional + "drawingml/2006/chart"] = "c:",
        [Strict + "drawingml/chart"] = "c:",
        [Transitional + "drawingml/2006/diagram"] = "dgm:",
        [Strict + "drawingml/diagram"] = "dgm:",
        [Transitional + "markup-compatibility/2006"] = "mc:",
        [Transitional + "package/2006/relationships"] = "",
        [Transitional + "package/2006/content-types"] = "",
        [Transitional + "package/2006/metadata/core-properties"] = "cp:",
        [Transitional + "officeDocument/2006/extended-properties"] = "ep:",
        [Strict + "officeDocument/extendedProperties"] = "ep:",
        ["http://purl.org/dc/elements/1.1/"] = "dc:",
        ["http://purl.org/dc/terms/"] = "dcterms:",
        ["urn:schemas-microsoft-com:vml"] = "v:",
        ["urn:schemas-microsoft-com:office:office"] = "o:",
        ["http://schemas.microsoft.com/office/word/2010/wordml"] = "w14:",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingShape"] = "wps:",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"] = "wpg:",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"] = "wpc:",
        ["http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"] = "wp14:",
        ["http://schemas.microsoft.com/office/drawing/2014/chartex"] = "cx:",
    };

    /// <summary>The prefix with its colon; <c>?:</c> for a namespace that nothing here reads.</summary>
    public static string Of(string @namespace) => ByNamespace.GetValueOrDefault(@namespace, "?:");
}
