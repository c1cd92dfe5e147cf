using Asan.Documents;
using Asan.Documents.Isolation;
using Asan.Documents.Worker;

// As a worker: frames in, frames out, until the host closes the pipe. See ../Isolation/README.md.
if (args is ["--worker"])
{
    await using var input = Console.OpenStandardInput();
    await using var output = new BufferedStream(Console.OpenStandardOutput(), 128 * 1024);
    // Nothing else may write where the frames go.
    Console.SetOut(TextWriter.Null);
    var loop = new WorkerLoop(input, output, (file, options) => DocumentReader.Open(file, options, CancellationToken.None));
    return await loop.RunAsync(CancellationToken.None);
}

// As a command: eng/parse.
return await ParseCommand.Build().Parse(args).InvokeAsync();
