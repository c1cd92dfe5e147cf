using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Asan.Doors;

namespace Asan.DocumentsConsole.Search;

/// <summary>What eng/search runs.</summary>
static class SearchCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.OneOrMore };
        var top = new Option<int?>("--top")
        {
            CustomParser = said => int.TryParse(said.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Wrong(said),
        };
        var labels = new Option<string[]>("--label") { DefaultValueFactory = _ => [] };
        var facets = new Option<bool>("--facets");
        var json = new Option<bool>("--json");
        var server = new Option<string>("--server") { Required = true };
        var keys = new Option<string>("--keys") { Required = true };

        var command = new Command("search", "Finds passages of documents.") { words, top, labels, facets, json, server, keys };
        command.SetAction(async (arguments, ct) =>
        {
            try
            {
                if (arguments.GetRequiredValue(words).FirstOrDefault(word => word.StartsWith('-')) is { } word && !HasEndOfOptions(arguments))
                    throw new CommandException($"I do not know {word}; words that begin with - stand behind --");
                var question = new Question(
                    string.Join(' ', arguments.GetRequiredValue(words)), arguments.GetValue(top), arguments.GetRequiredValue(labels), arguments.GetValue(facets));
                using var documents = new DocumentsClient(new(arguments.GetRequiredValue(server)), FunctionKeys.Read(arguments.GetRequiredValue(keys)));
                var answer = await documents.SearchAsync(question, ct);
                var found = answer.Deserialize<Found>(JsonSerializerOptions.Web)!;

                if (arguments.GetValue(json))
                    await Console.Out.WriteLineAsync(AnswerJson.Of(answer));
                else
                    HitList.Print(Screen.Open(), found);
                return found.Hits.Count > 0 ? Exit.Done : Exit.NotDone;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return Exit.NotBegun;
            }
            catch (CommandException e)
            {
                await Console.Error.WriteLineAsync($"eng/search: {Screen.Line(e.Message)}");
                return Exit.NotBegun;
            }
        });
        return command;
    }

    static bool HasEndOfOptions(ParseResult arguments) => arguments.Tokens.Any(token => token.Type == TokenType.DoubleDash);

    static int? Wrong(ArgumentResult said)
    {
        said.AddError("--top takes a number from 1 to 50.");
        return null;
    }
}
