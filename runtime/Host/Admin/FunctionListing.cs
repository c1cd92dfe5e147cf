using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Asan.Runtime.Host.Functions;
using Asan.Runtime.Host.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Asan.Runtime.Host.Admin;

/// <summary>Describes functions in the form of the official host.</summary>
sealed class FunctionListing(FunctionCatalog catalog, IEnumerable<HttpFunction> http)
{
    readonly Dictionary<FunctionDescriptor, HttpFunction> http = http.ToDictionary(function => function.Descriptor);

    public JsonArray All(HttpRequest request) => [.. catalog.Functions.OrderBy(function => function.Name, StringComparer.Ordinal).Select(function => Of(function, request))];

    public FunctionDescriptor? Find(string name) => catalog.Functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public JsonObject Of(FunctionDescriptor function, HttpRequest request)
    {
        var address = $"{request.Scheme}://{request.Host}";
        return new()
        {
            ["name"] = function.Name,
            ["href"] = $"{address}/admin/functions/{function.Name}",
            ["invoke_url_template"] = http.TryGetValue(function, out var served) ? $"{address}/{served.Pattern.RawText}" : null,
            ["language"] = "dotnet-isolated",
            ["isDisabled"] = catalog.IsDisabled(function),
            ["config"] = new JsonObject
            {
                ["name"] = function.Name,
                ["entryPoint"] = function.EntryPoint,
                ["scriptFile"] = Path.GetFileName(function.Method.Module.Assembly.Location),
                ["language"] = "dotnet-isolated",
                ["bindings"] = new JsonArray([.. Bindings(function)]),
            },
        };
    }

    IEnumerable<JsonNode> Bindings(FunctionDescriptor function)
    {
        foreach (var parameter in function.Parameters)
            foreach (var binding in parameter.GetCustomAttributes<BindingAttribute>())
                yield return Binding(binding, parameter.Name!, "In", function);
        foreach (var binding in function.Method.GetCustomAttributes<OutputBindingAttribute>())
            yield return Binding(binding, "$return", "Out", function);
        foreach (var property in function.ResultType.GetProperties())
            foreach (var binding in property.GetCustomAttributes<OutputBindingAttribute>())
                yield return Binding(binding, property.Name, "Out", function);
    }

    JsonObject Binding(BindingAttribute attribute, string name, string direction, FunctionDescriptor function)
    {
        var json = new JsonObject
        {
            ["type"] = JsonNamingPolicy.CamelCase.ConvertName(attribute.GetType().Name[..^"Attribute".Length]),
            ["name"] = name,
            ["direction"] = direction,
        };
        foreach (var property in attribute.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            if (property.GetValue(attribute) is { } value)
                json[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = value switch
                {
                    string[] texts => new JsonArray([.. texts.Select(text => (JsonNode)text)]),
                    bool flag => flag,
                    _ => value.ToString(),
                };

        // The attribute cannot tell a level that was passed from one that was not.
        if (attribute is HttpTriggerAttribute && http.TryGetValue(function, out var served))
            json["authLevel"] = served.Level.ToString();
        return json;
    }
}
