using System.CommandLine;
using System.Text;
using Asan.Documents.Exports;
using Asan.Documents.Exports.Docling;
using Asan.Documents.Isolation;
using Asan.Documents.Pieces;

namespace Asan.Documents.Worker;

/// <summary>The parser as a command: one file in, its text out.</summary>
static class ParseCommand
{
    const int Refused = 1;
    const int CannotBegin = 2;
    const int Cancelled = 130;

    static readonly Argument<FileInfo> File = new("FILE") { Description = "The document. What it is, its bytes say; its name is asked between kinds of text only." };

    static readonly Option<string> Format = new("--format")
    {
        Description = "text, md (Markdown) or json (DoclingDocument).",
        DefaultValueFactory = _ => "text",
    };

    static readonly Option<string?> Password = new("--password") { Description = "Opens a protected file." };

    static readonly Option<bool> Typed = new("--without-numbers")
    {
        Description = "Text as it was typed: without numbers and bullets that the program generates.",
    };

    static readonly Option<bool> Counts = new("--counts") { Description = "Writes how many tables, cells, notes and so on there are, in place of the text." };

    public static RootCommand Build()
    {
        Format.AcceptOnlyFromAmong("text", "md", "json");
        var command = new RootCommand("Reads a document (HWP, HWPX, DOCX, DOC, XLSX, HTML, Markdown, CSV, text) in a process of its own and writes it as text, Markdown or JSON.")
        {
            File, Format, Password, Typed, Counts,
        };
        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(System.CommandLine.ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetRequiredValue(File);
        try
        {
            await using var stream = file.OpenRead();
            await using var pool = new ParserPool(new IsolationOptions { Workers = 1, WorkerEnded = Report });
            var options = new ParseOptions
            {
                Password = arguments.GetValue(Password),
                WithFiles = arguments.GetValue(Format) == "json",
                FileName = file.Name,
            };
            await using var reading = await pool.OpenAsync(stream, stream.Length, options, cancellationToken);
            if (reading.Refusal is { } refusal)
                throw new ReadingBrokenException(refusal);
            await WriteAsync(reading, arguments, cancellationToken);
            return 0;
        }
        catch (ReadingBrokenException e)
        {
            await Console.Error.WriteLineAsync($"refused: {e.Refusal.Code}: {e.Refusal.Reason}");
            return Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"parse: {e.Message}");
            return CannotBegin;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }

    static async Task WriteAsync(Reading reading, System.CommandLine.ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var isJson = arguments.GetValue(Format) == "json" && !arguments.GetValue(Counts);
        var (joining, writer) = (new PieceJoining(), WriterFor(arguments, reading.Head, output));
        await foreach (var section in reading.SectionsAsync(cancellationToken))
        {
            if (isJson)
                joining.Add(section);
            else if (writer is not null)
                await writer.WriteAsync(section, cancellationToken);
        }

        var files = new List<EmbeddedFile>();
        await foreach (var file in reading.FilesAsync(cancellationToken))
            files.Add(file);
        if (isJson)
            await output.WriteAsync(Encoding.UTF8.GetString(ToJson(joining.Finish(reading.Head, files, reading.Tail), arguments)));
        else if (writer is null)
            await output.WriteLineAsync(reading.Tail.Counts.ToString());
        else
            await writer.CompleteAsync(cancellationToken);
        foreach (var warning in reading.Tail.Warnings)
            await Console.Error.WriteLineAsync($"warning: {warning.Code}: {warning.Message}{(warning.Place is null ? "" : $" ({warning.Place})")}");
    }

    // What is asked for piece by piece; JSON is one tree.
    static ISectionWriter? WriterFor(System.CommandLine.ParseResult arguments, DocumentHead head, TextWriter output)
    {
        var options = OptionsFor(head, arguments.GetValue(Typed));
        return arguments.GetValue(Counts) ? null : arguments.GetValue(Format) switch
        {
            "json" => null,
            "md" => MarkdownExport.Begin(output, head, options),
            _ => TextExport.Begin(output, head, options),
        };
    }

    static byte[] ToJson(Document document, System.CommandLine.ParseResult arguments) =>
        DoclingExport.ToDocling(document, Path.GetFileNameWithoutExtension(arguments.GetRequiredValue(File).Name)).ToJson();

    // The furniture of a Word file is a running title and a page number; what is in the margin of an HWP file is often the only place it says so.
    static TextOptions OptionsFor(DocumentHead document, bool typed)
    {
        var options = typed ? TextOptions.Typed : TextOptions.Shown;
        return document.Format is FileFormat.Docx or FileFormat.Doc ? options with { WithFurniture = false, WithRemarks = false } : options;
    }

    static void Report(WorkerEnd end)
    {
        if (end.Reason is not (WorkerEndReason.Closed or WorkerEndReason.Recycled))
            Console.Error.WriteLine($"worker: {end.Reason}: {end.Detail}");
    }
}
