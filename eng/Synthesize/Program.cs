using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Asan.Synthesize;

var patients = new Option<int>("--patients") { Description = "How many patients, 1 to 5,000,000.", HelpName = "N", Required = true };
var seed = new Option<ulong>("--seed") { Description = "The same seed and number give the same bytes.", HelpName = "S", DefaultValueFactory = _ => 1 };
var until = new Option<DateOnly>("--until")
{
    Description = "The last day on which anything happens, yyyy-mm-dd.",
    HelpName = "DAY",
    DefaultValueFactory = _ => Order.DefaultUntil,
    CustomParser = result =>
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2200)
            return day;
        result.AddError($"--until: '{text}' is not a day from 2000-01-01 to 2200-12-31, written yyyy-mm-dd.");
        return default;
    },
};
var folder = new Argument<string>("OUT") { Description = "The folder for the 18 CSV files; made if it is not there. Files of the same names are replaced." };

patients.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 5_000_000)
        result.AddError("--patients: give a number from 1 to 5,000,000.");
});

var command = new RootCommand("Writes a synthetic hospital in Synthea's CSV format (3.0.0). Nobody in it has ever lived.") { patients, seed, until, folder };
command.SetAction((parsed, ct) => Task.FromResult(Run(
    new Order(parsed.GetValue(patients), parsed.GetValue(seed), parsed.GetValue(until)), parsed.GetValue(folder)!, ct)));
return await command.Parse(args).InvokeAsync();

static int Run(Order order, string folder, CancellationToken ct)
{
    var clock = Stopwatch.StartNew();
    var told = TimeSpan.Zero;
    try
    {
        var rows = Hospital.Write(order, folder, Tell, ct);
        Console.Error.WriteLine($"{order.Patients:N0} patients, {rows.Values.Sum():N0} rows in {clock.Elapsed.TotalSeconds:N1} s: {folder}");
        return 0;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"synthesize: cannot write to {folder}: {e.Message}");
        return 1;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("synthesize: stopped; the files are not complete and keep the ending .partial");
        return 130;
    }

    void Tell(int written)
    {
        if (clock.Elapsed - told < TimeSpan.FromSeconds(2))
            return;
        told = clock.Elapsed;
        Console.Error.WriteLine($"{written:N0} of {order.Patients:N0} patients");
    }
}
