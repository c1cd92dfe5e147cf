using System.Xml;

namespace Asan.Documents.Docx;

/// <summary>Ids of relationships. Some writers number them, and a number is no XML name: the package's reader would refuse the whole file.</summary>
static class RelationshipIds
{
    public static string Proper(string id) => XmlConvert.EncodeLocalName(id);
}
