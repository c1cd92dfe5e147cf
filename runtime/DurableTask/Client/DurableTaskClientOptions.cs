using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>What a client is told once: how it stores values, and the version it starts when none is named.</summary>
public class DurableTaskClientOptions
{
    DataConverter? dataConverter;
    bool? enableEntitySupport;

    /// <summary>The version of new instances that name none; empty is unversioned.</summary>
    public string DefaultVersion { get; set; } = "";

    /// <summary>JSON unless set; setting null goes back to that.</summary>
    [AllowNull]
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    public bool EnableEntitySupport
    {
        get => enableEntitySupport ?? false;
        set => enableEntitySupport = value;
    }

    internal bool HasDataConverter => dataConverter is not null;

    /// <summary>Gives what was set here to options of a derived type, which keep what was set on themselves.</summary>
    internal void ApplyTo(DurableTaskClientOptions other)
    {
        other.dataConverter ??= dataConverter;
        other.enableEntitySupport ??= enableEntitySupport;
        if (!string.IsNullOrWhiteSpace(DefaultVersion))
            other.DefaultVersion = DefaultVersion;
    }
}
