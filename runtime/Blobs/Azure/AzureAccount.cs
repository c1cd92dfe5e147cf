namespace Asan.Runtime.Blobs.Azure;

/// <summary>A storage account: where its blobs are, and what opens it. One of key and signature is there.</summary>
/// <param name="Name">The account.</param>
/// <param name="Endpoint">Its blob service, without a slash at the end.</param>
/// <param name="Key">The account's key.</param>
/// <param name="Signature">A shared access signature: a query without the question mark.</param>
sealed record AzureAccount(string Name, Uri Endpoint, byte[]? Key, string? Signature)
{
    // The emulator's account and key, the same on every machine, are part of its documentation.
    const string Emulator =
        "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1";

    /// <summary>Reads a connection string as Azure gives it.</summary>
    /// <exception cref="BlobRefusedException">It lacks something; the message does not quote it.</exception>
    public static AzureAccount Parse(string connectionString)
    {
        var parts = Parts(connectionString);
        if (parts.TryGetValue("UseDevelopmentStorage", out var emulator) && emulator.Equals("true", StringComparison.OrdinalIgnoreCase))
            return Parse(Emulator);

        var signature = parts.GetValueOrDefault("SharedAccessSignature")?.TrimStart('?');
        var endpoint = EndpointOf(parts);
        var name = parts.GetValueOrDefault("AccountName") ?? NameIn(endpoint);
        if (parts.GetValueOrDefault("AccountKey") is { Length: > 0 } key)
            return new(name, endpoint, KeyOf(key), null);

        return string.IsNullOrEmpty(signature)
            ? throw new BlobRefusedException("The storage connection string has neither an AccountKey nor a SharedAccessSignature.")
            : new(name, endpoint, null, signature);
    }

    static Dictionary<string, string> Parts(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new BlobRefusedException("The storage connection string is not made of Name=value parts with semicolons between them.");
            parts[part[..at].Trim()] = part[(at + 1)..].Trim();
        }

        return parts;
    }

    static Uri EndpointOf(Dictionary<string, string> parts)
    {
        var text = parts.GetValueOrDefault("BlobEndpoint") ?? (parts.GetValueOrDefault("AccountName") is { Length: > 0 } name
            ? $"{parts.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https"}://{name}.blob.{parts.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net"}"
            : throw new BlobRefusedException("The storage connection string names neither an AccountName nor a BlobEndpoint."));
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" && endpoint.Query.Length == 0
            ? endpoint
            : throw new BlobRefusedException("The storage connection string has an endpoint that is no http address.");
    }

    // https://name.blob... or, as emulators have it, http://host:port/name
    static string NameIn(Uri endpoint) => endpoint.AbsolutePath.Trim('/') is { Length: > 0 } path ? path : endpoint.Host.Split('.')[0];

    static byte[] KeyOf(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new BlobRefusedException("The storage connection string has an AccountKey that is not base64.");
        }
    }
}
