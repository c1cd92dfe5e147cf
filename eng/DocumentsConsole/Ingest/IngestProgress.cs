using System.Globalization;
using Spectre.Console;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>Shows how many files are done, below what is said of each: on a terminal only.</summary>
static class IngestProgress
{
    /// <param name="console">Where it is shown.</param>
    /// <param name="files">How many there are.</param>
    /// <param name="work">Calls what it is given once a file.</param>
    public static Task ShowAsync(IAnsiConsole console, int files, Func<Action, Task> work)
    {
        if (!console.Profile.Capabilities.Interactive)
            return work(() => { });

        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn()).StartAsync(async progress =>
        {
            var all = progress.AddTask(Done(0), maxValue: files);
            var done = 0;
            await work(() =>
            {
                all.Description = Done(Interlocked.Increment(ref done));
                all.Increment(1);
            });
        });

        string Done(int done) => string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {files:N0}");
    }
}
