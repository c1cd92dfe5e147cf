using System.Collections;
using System.Net.NetworkInformation;
using System.Text;
using Asan.Documents;
using Asan.Documents.Isolation;
using Asan.Documents.Pieces;

// A worker that does what the file tells it, in place of reading it.
await using var input = Console.OpenStandardInput();
await using var output = new BufferedStream(Console.OpenStandardOutput(), 128 * 1024);
var documents = 0;
return await new WorkerLoop(input, output, (file, _) => Open(Encoding.UTF8.GetString(file.Span))).RunAsync(CancellationToken.None);

// "late:order" gives sections, more than a pipe holds back, before it does what it is told.
DocumentPieces Open(string order)
{
    if (!order.StartsWith("late:", StringComparison.Ordinal))
        return Do(order);
    return new(new() { Format = FileFormat.Doc, Metadata = new() }, Late(order["late:".Length..]), [], () => []);
}

IEnumerable<Section> Late(string order)
{
    for (var i = 0; i < 5; i++)
        yield return Section(new string('x', 100_000));
    foreach (var section in Do(order).Sections())
        yield return section;
}

DocumentPieces Do(string order)
{
    documents++;
    switch (order.Split(':')[0])
    {
        case "hang":
            Thread.Sleep(Timeout.Infinite);
            break;
        case "exit":
            Environment.Exit(7);
            break;
        case "overflow":
            Descend(0);
            break;
        case "throw":
            throw new InvalidOperationException("a patient's name");
        case "break-second" when documents > 1:
            throw new InvalidOperationException();
        case "memory":
            var held = new List<byte[]>();
            while (true)
                held.Add(new byte[16 << 20]);
        case "shout":
            Console.Error.WriteLine("a patient's name");
            Environment.FailFast("a patient's name");
            break;
        case "noise":
            using (var raw = Console.OpenStandardOutput())
                raw.Write("this is not a frame"u8);
            Thread.Sleep(Timeout.Infinite);
            break;
        case "large":
            return Read(new string('x', 8 << 20));
        case "refuse":
            throw new RefusedException("damaged", "as ordered");
        case "networks":
            return Read(string.Join(' ', NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback).Select(i => i.Name)));
        case "environment":
            return Read(string.Join(' ', Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => e.Key)));
        case "process":
            return Read(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    return Read(order);
}

static int Descend(int depth) => depth < 0 ? 0 : Descend(depth + 1) + Descend(depth + 2);

static DocumentPieces Read(string text) => DocumentPieces.Of(new()
{
    Format = FileFormat.Doc,
    Metadata = new(),
    Sections = [Section(text)],
});

static Section Section(string text) => new() { Blocks = [new Paragraph { Text = text }] };
