using System.Security.Cryptography;
using System.Text;
using Asan.Runtime.Host.Http;
using Asan.Runtime.Host.Logging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Keys;

/// <summary>Which key opens which function. Keys are read once, at start, and held as digests; none is ever logged.</summary>
sealed class KeyRing(IOptions<KeyOptions> options, ILogger<KeyRing> log) : IHostedService
{
    public const string DurableExtension = "durabletask_extension";

    readonly List<Key> keys = [];

    /// <summary>The key that addresses of the durable webhooks carry; null when only settings give keys and none is for it.</summary>
    public string? DurableKey { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (settings.File is { Length: > 0 } path)
        {
            var file = KeyFile.ReadOrCreate(path);
            Add(AuthorizationLevel.Admin, file.MasterKey);
            AddAll(AuthorizationLevel.Function, file.FunctionKeys);
            AddAll(AuthorizationLevel.System, file.SystemKeys);
            foreach (var (function, own) in file.Functions)
                AddAll(AuthorizationLevel.Function, own, function);
            DurableKey = file.SystemKeys.GetValueOrDefault(DurableExtension);
            log.KeysRead(path);
        }

        if (settings.Master is { } master)
            Add(AuthorizationLevel.Admin, master);
        AddAll(AuthorizationLevel.Function, settings.Functions);
        AddAll(AuthorizationLevel.System, settings.System);
        DurableKey = settings.System.GetValueOrDefault(DurableExtension) ?? DurableKey;

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether this key opens what was found. Takes the same time for every wrong key.</summary>
    public bool Opens(ServedRoute route, string presented)
    {
        var digest = Digest(presented);
        var opens = false;
        foreach (var key in keys)
            opens |= CryptographicOperations.FixedTimeEquals(key.Digest, digest) & key.Fits(route);
        return opens;
    }

    void AddAll(AuthorizationLevel level, IReadOnlyDictionary<string, string> named, string? function = null)
    {
        foreach (var (name, value) in named)
            Add(level, value, name, function);
    }

    void Add(AuthorizationLevel level, string value, string? name = null, string? function = null)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new InvalidOperationException($"A key of level {level} is blank: give it a value, or remove it");
        keys.Add(new(level, name, function, Digest(value)));
    }

    static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    sealed record Key(AuthorizationLevel Level, string? Name, string? Function, byte[] Digest)
    {
        public bool Fits(ServedRoute route) =>
            Level == AuthorizationLevel.Admin
            || Level == route.Level
                && (Function is null || Function.Equals(route.Name, StringComparison.OrdinalIgnoreCase))
                && (route.Extension is null || route.Extension.Equals(Name, StringComparison.OrdinalIgnoreCase));
    }
}
