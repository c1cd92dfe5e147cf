using System.Text;
using Asan.Doors;
using Spectre.Console;

namespace Asan.DocumentsConsole.Ingest;

/// <summary>Reads a password where nobody else on the machine can: not from the command's words, which all processes see.</summary>
static class PasswordInput
{
    /// <exception cref="CommandException">There is none.</exception>
    public static async Task<string> ReadAsync(CancellationToken ct)
    {
        if (!Console.IsInputRedirected)
            return await new TextPrompt<string>("Password:").Secret(null).ShowAsync(AnsiConsole.Console, ct);

        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        return await input.ReadLineAsync(ct) is { Length: > 0 } password ? password : throw new CommandException("--password - found no password on standard input");
    }
}
