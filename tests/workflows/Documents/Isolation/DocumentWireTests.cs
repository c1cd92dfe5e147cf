using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Asan.Documents.Isolation;
using Asan.Documents.Pieces;

namespace Asan.Documents.Tests.Isolation;

public sealed class DocumentWireTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static DocumentPieces Filled() => new(
        (DocumentHead)Filled(typeof(DocumentHead), 0)!,
        (List<Section>)ListOf(typeof(Section), 0),
        (List<EmbeddedFile>)ListOf(typeof(EmbeddedFile), 0),
        () => (List<ParseWarning>)ListOf(typeof(ParseWarning), 0));

    static async Task<FrameReader> SentAsync(DocumentPieces pieces)
    {
        var pipe = new MemoryStream();
        await PieceWire.WriteAsync(new FrameWriter(pipe), pieces, Ct);
        pipe.Position = 0;
        return new FrameReader(pipe, long.MaxValue);
    }

    static async Task<T> NextAsync<T>(FrameReader reader, FrameKind kind, JsonTypeInfo<T> type) =>
        await PieceWire.ReadJsonAsync(reader, kind, (await reader.ReadAsync(kind, Ct)).ToArray(), long.MaxValue, type, Ct);

    [Fact]
    public async Task Every_property_of_every_piece_of_a_document_comes_back_as_it_was()
    {
        var expected = Filled();

        var reader = await SentAsync(Filled());

        Assert.Equal(Told(expected.Head), Told(await NextAsync(reader, FrameKind.Head, WireJson.Lean.DocumentHead)));
        foreach (var section in expected.Sections())
            Assert.Equal(Told(section), Told(await NextAsync(reader, FrameKind.Section, WireJson.Lean.Section)));
        foreach (var file in expected.Files())
            Assert.Equal(file.Bytes.ToArray(), (await PieceWire.ReadFileAsync(reader, (await reader.ReadAsync(FrameKind.FileContent, Ct)).ToArray(), Ct)).ToArray());
        Assert.Equal(Told(expected.Tail()), Told(await NextAsync(reader, FrameKind.Tail, WireJson.Lean.DocumentTail)));
        Assert.Equal(FrameKind.Done, (await reader.ReadAsync(Ct))!.Value.Kind);
    }

    [Fact]
    public async Task Tables_in_tables_to_the_limit_of_depth_come_back()
    {
        List<Block> blocks = [new Paragraph { Text = "바닥" }];
        for (var depth = 0; depth < ParseLimits.Default.Depth; depth++)
            blocks = [new Table { Number = depth + 1, Rows = 1, Columns = 1, Cells = [new() { Row = 0, Column = 0, Blocks = [new TextBox { Blocks = blocks }] }] }];
        var document = new Document { Format = FileFormat.Docx, Metadata = new(), Sections = [new() { Blocks = blocks }] };
        var reader = await SentAsync(DocumentPieces.Of(document));
        await NextAsync(reader, FrameKind.Head, WireJson.Lean.DocumentHead);

        var section = await NextAsync(reader, FrameKind.Section, WireJson.Lean.Section);

        Assert.Equal(document.Counts, (document with { Sections = [section] }).Counts);
    }

    [Fact]
    public async Task Cells_that_travel_in_short_and_those_that_do_not_come_back_as_they_were()
    {
        static Cell Of(int row, params IReadOnlyList<Block> blocks) => new() { Row = row, Column = 2, Blocks = blocks };
        var at = new Position(3, 4, 5, 7, 3);
        Cell[] cells =
        [
            Of(0), Of(6, new Paragraph { Text = "값 \"<&>\"\n😀", Position = at }), Of(6, new Paragraph { Text = "", Position = at with { Page = 2 } }),
            Of(6, new Paragraph { Text = "다른 곳", Position = at with { Row = 1 } }), Of(6, new Paragraph { Text = "글", Position = at, Style = "code" }),
            Of(6, new Paragraph { Text = "하나", Position = at }, new Paragraph { Text = "둘", Position = at }), Of(6, new Equation { Script = "a", Position = at }),
            new() { Row = 6, Column = 2, ColumnSpan = 2, FieldName = "이름", Blocks = [] },
        ];
        var table = new Table { Number = 5, Rows = 9, Columns = 4, Cells = cells };
        var reader = await SentAsync(DocumentPieces.Of(new Document { Format = FileFormat.Csv, Metadata = new(), Sections = [new() { Blocks = [table] }] }));
        await NextAsync(reader, FrameKind.Head, WireJson.Lean.DocumentHead);

        var section = await NextAsync(reader, FrameKind.Section, WireJson.Lean.Section);

        Assert.Equal(Told(cells), Told(Assert.IsType<Table>(Assert.Single(section.Blocks)).Cells));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[1,2,3]")]
    [InlineData("[1,2,\"x\"]")]
    [InlineData("[1,2,\"x\",1,1,1,1]")]
    [InlineData("[1,2,\"x\",1,1,99999999999]")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    public void What_is_no_cell_is_not_read_as_one(string cell) =>
        Assert.Throws<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize(
            $$"""{"Blocks":[{"$type":"table","Number":1,"Rows":1,"Columns":1,"Cells":[{{cell}}]}]}""", WireJson.Lean.Section));

    [Fact]
    public async Task A_piece_longer_than_allowed_is_not_read_to_its_end()
    {
        var document = new Document { Format = FileFormat.Docx, Metadata = new(), Sections = [new() { Blocks = [new Paragraph { Text = new('가', 100_000) }] }] };
        var reader = await SentAsync(DocumentPieces.Of(document));
        await NextAsync(reader, FrameKind.Head, WireJson.Lean.DocumentHead);
        var first = (await reader.ReadAsync(FrameKind.Section, Ct)).ToArray();

        await Assert.ThrowsAsync<ResultTooLargeException>(
            () => PieceWire.ReadJsonAsync(reader, FrameKind.Section, first, 200_000, WireJson.Lean.Section, Ct));
    }

    // Something in every property that can be set, one of each kind where there are kinds.
    static object? Filled(Type type, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return $"값 \"{depth}\" \n<&>😀";
        if (type == typeof(int))
            return depth + 3;
        if (type == typeof(long))
            return depth + 4L;
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
