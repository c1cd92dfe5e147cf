using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Entities;

/// <summary>A durable entity's name and key, written <c>@name@key</c>; the name is kept in lower case.</summary>
[JsonConverter(typeof(EntityInstanceIdJsonConverter))]
public readonly record struct EntityInstanceId
{
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@'))
            throw new ArgumentException("An entity's name may not contain '@'.", nameof(name));

        Name = name.ToLowerInvariant();
        Key = key;
    }

    public string Name { get; }

    public string Key { get; }

    public static EntityInstanceId FromString(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var separator = instanceId.IndexOf('@', 1);
        return separator > 1 && instanceId[0] == '@'
            ? new(instanceId[1..separator], instanceId[(separator + 1)..])
            : throw new ArgumentException($"'{instanceId}' is not an entity's id, which is @name@key.", nameof(instanceId));
    }

    public override string ToString() => $"@{Name}@{Key}";
}
