using System.ComponentModel.DataAnnotations;
using Asan.Runtime.Blobs;
using Asan.Runtime.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace Asan.Runtime.Host.Blobs;

/// <summary>How blobs are watched and handed to functions; the section is that of the store, and host.json says the rest.</summary>
sealed record BlobTriggerOptions
{
    /// <summary>How often a container is looked through. A large one less often: looking never takes more than a tenth of the time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a file in a folder must have been unchanged before it is taken.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause after the first failure; it doubles with each, up to a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Containers whose files are taken only once _COMPLETE lies beside them.</summary>
    public string[] WaitForComplete { get; set; } = [];

    /// <summary>More than so many bytes no function gets as a string, an array or an object: it must take a Stream.</summary>
    [Range(1, int.MaxValue)]
    public int MaximumInMemory { get; set; } = 100 * 1024 * 1024;

    /// <summary>Blobs handled at a time for one function on one host. The default is that of Azure Functions for a host of this size.</summary>
    [Range(1, 10_000)]
    public int MaxDegreeOfParallelism { get; set; } = 8 * Environment.ProcessorCount;

    /// <summary>Tries before a blob is given up.</summary>
    [Range(1, 1_000)]
    public int PoisonBlobThreshold { get; set; } = 5;

    public void Bind(IConfiguration configuration)
    {
        configuration.GetSection(BlobsOptions.Section).Bind(this);
        configuration.GetSection($"{HostJson.Section}:extensions:blobs").Bind(this);
    }
}
