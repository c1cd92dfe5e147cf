using System.Collections;
using System.Reflection;
using Asan.Documents.Isolation;

namespace Asan.Documents.Tests.Isolation;

public sealed class DocumentWireTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<Document> ThereAndBackAsync(Document document)
    {
        using var pipe = new MemoryStream();
        await DocumentWire.WriteAsync(new FrameWriter(pipe), document, Ct);
        pipe.Position = 0;
        var reader = new FrameReader(pipe, long.MaxValue);
        return await DocumentWire.ReadAsync(reader, (await reader.ReadAsync(FrameKind.Document, Ct)).ToArray(), Ct);
    }

    [Fact]
    public async Task Every_property_of_every_part_of_a_document_comes_back_as_it_was()
    {
        var document = (Document)Filled(typeof(Document), 0)!;

        var back = await ThereAndBackAsync(document);

        Assert.Equal(Told(document), Told(back));
    }

    [Fact]
    public async Task Tables_in_tables_to_the_limit_of_depth_come_back()
    {
        List<Block> blocks = [new Paragraph { Text = "바닥" }];
        for (var depth = 0; depth < ParseLimits.Default.Depth; depth++)
            blocks = [new Table { Number = depth + 1, Rows = 1, Columns = 1, Cells = [new() { Row = 0, Column = 0, Blocks = [new TextBox { Blocks = blocks }] }] }];
        var document = new Document { Format = FileFormat.Docx, Metadata = new(), Sections = [new() { Blocks = blocks }] };

        Assert.Equal(document.Counts, (await ThereAndBackAsync(document)).Counts);
    }

    // Something in every property that can be set, one of each kind where there are kinds.
    static object? Filled(Type type, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return $"값 \"{depth}\" \n<&>😀";
        if (type == typeof(int))
            return depth + 3;
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero).AddTicks(7);
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>([1, 2, 3]);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return ListOf(type.GetGenericArguments()[0], depth);
        if (type.IsAbstract)
            return depth > 7 ? null : Filled(KindsOf(type)[0], depth);
        return Made(type, depth);
    }

    static IList ListOf(Type element, int depth)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        if (depth > 7)
            return list;
        foreach (var kind in element.IsAbstract ? KindsOf(element) : [element])
            list.Add(Filled(kind, depth + 1));
        return list;
    }

    static Type[] KindsOf(Type type) => [.. type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract)];

    static object Made(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Filled(p.ParameterType, depth + 1))]);
        foreach (var property in Settable(type))
            property.SetValue(made, Filled(property.PropertyType, depth + 1));
        return made;
    }

    static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);

    static string Told(object? value) => value switch
    {
        null => "null",
        string text => text,
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Told))}]",
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum || value is DateTimeOffset => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Settable(value.GetType()).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name} = {Told(p.GetValue(value))}"))} }}",
    };
}
