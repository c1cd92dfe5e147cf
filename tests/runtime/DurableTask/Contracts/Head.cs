using System.Text.RegularExpressions;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The name of a type or member in a contract, as metadata has it, and what its type parameters are called there.</summary>
sealed partial record Head(string Name, int Arity, string[] TypeParameters, string[] MethodParameters)
{
    /// <param name="text"><c>Namespace.Type&lt;T&gt;</c>, or with <c>.Member&lt;T&gt;</c> behind it.</param>
    /// <param name="isType">Whether the text ends with the type.</param>
    public static Head Parse(string text, bool isType)
    {
        var depth = 0;
        var dot = isType ? text.Length : Enumerable.Range(0, text.Length).Last(i =>
        {
            depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
            return text[i] == '.' && depth == 0;
        });
        var (type, typeParameters) = Split(text[..dot]);
        var (member, methodParameters) = Split(text[dot..]);
        var arity = typeParameters.Length > 0 ? $"`{typeParameters.Length}" : "";
        return new($"{type}{arity}{member}", methodParameters.Length, typeParameters, methodParameters);
    }

    /// <summary>A type expression of this item without '?' and with its type parameters by number.</summary>
    public string Normalize(string type) => Identifier().Replace(type.Replace("?", ""), word =>
        Array.IndexOf(MethodParameters, word.Value) is var m and >= 0 ? $"!!{m}"
        : Array.IndexOf(TypeParameters, word.Value) is var t and >= 0 ? $"!{t}"
        : word.Value);

    static (string Name, string[] Parameters) Split(string text) => text.IndexOf('<') is var open and >= 0
        ? (text[..open], text[(open + 1)..^1].Split(", "))
        : (text, []);

    [GeneratedRegex(@"(?<![\w.])\w+(?![\w.])")]
    private static partial Regex Identifier();
}
