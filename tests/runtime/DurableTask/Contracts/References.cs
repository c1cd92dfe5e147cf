using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>What a built assembly refers to in the programming models, read from its metadata tables.</summary>
static class References
{
    /// <summary>The types and members referred to, as keys: see <see cref="Keys"/>.</summary>
    public static IReadOnlySet<string> In(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var types = reader.TypeReferences.Where(type => IsModel(reader, type)).Select(type => NameOf(reader, type));
        var members = reader.MemberReferences.Select(member => KeyOf(reader, reader.GetMemberReference(member))).OfType<string>();
        return types.Concat(members).ToHashSet();
    }

    public static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    // By namespace, and by assembly too: a type of our own runtime in any other namespace is one that the official packages do not have.
    static bool IsModel(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsModel(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference when IsEmbedded(AssemblyOf(reader, scope)) => true,
            _ => NameOf(reader, handle) is var name && (IsIn(name, "Microsoft.DurableTask") || IsIn(name, "Microsoft.Azure.Functions.Worker")),
        };
    }

    static string AssemblyOf(MetadataReader reader, EntityHandle scope) =>
        reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);

    // The blob stores need nothing of the embedded runtime: both sides refer to them.
    static bool IsEmbedded(string assembly) => assembly.StartsWith("Asan.Runtime.", StringComparison.Ordinal) && assembly != "Asan.Runtime.Blobs";

    static bool IsIn(string name, string root) => name.StartsWith($"{root}.", StringComparison.Ordinal);

    static string? KeyOf(MetadataReader reader, MemberReference member)
    {
        if (TypeOf(reader, member.Parent) is not { } handle || !IsModel(reader, handle))
            return null;

        var name = $"{NameOf(reader, handle)}.{reader.GetString(member.Name)}";
        if (member.GetKind() == MemberReferenceKind.Field)
            return Keys.Field(name, member.DecodeFieldSignature(SignatureNames.Instance, null));

        var signature = member.DecodeMethodSignature(SignatureNames.Instance, null);
        return Keys.Method(name, signature.GenericParameterCount, signature.ParameterTypes, signature.ReturnType);
    }

    /// <summary>The type that declares a member; of a constructed type, the one it was constructed from.</summary>
    static TypeReferenceHandle? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;

        var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadCompressedInteger();
        return blob.ReadTypeHandle() is { Kind: HandleKind.TypeReference } generic ? (TypeReferenceHandle)generic : null;
    }
}
