namespace Asan.Runtime.Host.Keys;

/// <summary>Where function keys come from; the section is Keys. Keys in settings (a secret's environment) are accepted beside those of the file.</summary>
sealed record KeyOptions
{
    public const string Section = "Keys";

    /// <summary>Made with random keys at the first start. Replicas share it, or are given their keys in settings.</summary>
    public string? File { get; set; }

    public string? Master { get; set; }

    /// <summary>By the key's own name.</summary>
    public Dictionary<string, string> Functions { get; set; } = [];

    /// <summary>By the extension's name; that of the durable webhooks is durabletask_extension.</summary>
    public Dictionary<string, string> System { get; set; } = [];

    public bool NoneConfigured => string.IsNullOrEmpty(File) && string.IsNullOrEmpty(Master) && Functions.Count == 0;
}
