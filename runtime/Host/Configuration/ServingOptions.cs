using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Configuration;

/// <summary>How functions are served; the section is Host, and host.json says the rest.</summary>
sealed partial record ServingOptions
{
    public const string Section = "Host";

    /// <summary>A longer request body is answered with 413. The default is that of Azure Functions.</summary>
    [Range(1, long.MaxValue)]
    public long MaxRequestBodyBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The same for bodies that a function is given as an object ([FromBody]): they stand in memory.</summary>
    [Range(1, 1 << 30)]
    public long MaxJsonBodyBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Connections at a time; one more is closed at once.</summary>
    [Range(1, 1_000_000)]
    public long MaxConnections { get; set; } = 10_000;

    /// <summary>How long running requests may take to end once the host is told to stop; what still runs then is cut off.</summary>
    [Range(0, 3600)]
    public double DrainSeconds { get; set; } = 20;

    /// <summary>What is left for the durable worker after the requests have ended.</summary>
    [Range(1, 3600)]
    public double StopSeconds { get; set; } = 10;

    /// <summary>
    /// Addresses in answers are below what Forwarded or X-Forwarded-Proto and -Host say. Only behind a proxy that sets them itself: anybody else who
    /// sends them would have the key in those addresses sent to a place of his own.
    /// </summary>
    public bool HeedForwardedHeaders { get; set; }

    [RegularExpression("^[^{}?#]*$", ErrorMessage = "host.json: extensions.http.routePrefix is a plain path, without parameters")]
    public string RoutePrefix { get; set; } = "api";

    /// <summary>Requests in functions at a time; null means without a bound.</summary>
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>Requests in functions and waiting for one; more are answered with 429. Null means without a bound.</summary>
    public int? MaxOutstandingRequests { get; set; }

    /// <summary>Put into every answer.</summary>
    public Dictionary<string, string> CustomHeaders { get; set; } = [];

    /// <summary>Null means without a bound.</summary>
    public TimeSpan? FunctionTimeout { get; set; } = TimeSpan.FromMinutes(30);

    public void Bind(IConfiguration configuration)
    {
        configuration.GetSection(Section).Bind(this);
        var hostJson = configuration.GetSection(HostJson.Section);
        RoutePrefix = (hostJson["extensions:http:routePrefix"] ?? RoutePrefix).Trim('/');
        if (hostJson["functionTimeout"] is { Length: > 0 } timeout)
            FunctionTimeout = timeout == "-1" ? null : Duration(timeout);
        MaxConcurrentRequests = HostJson.Limit(hostJson, "extensions:http:maxConcurrentRequests") ?? MaxConcurrentRequests;
        MaxOutstandingRequests = HostJson.Limit(hostJson, "extensions:http:maxOutstandingRequests") ?? MaxOutstandingRequests;
        foreach (var header in hostJson.GetSection("extensions:http:customHeaders").GetChildren())
            CustomHeaders[Header().IsMatch(header.Key) ? header.Key : throw new InvalidOperationException($"host.json: '{header.Key}' in customHeaders is no header's name")] =
                header.Value ?? "";
    }

    static TimeSpan Duration(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new InvalidOperationException($"host.json: functionTimeout is '{text}', which is neither hh:mm:ss nor -1");

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]
    private static partial Regex Header();
}
