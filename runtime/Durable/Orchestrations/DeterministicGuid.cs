using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Asan.Runtime.Durable.Orchestrations;

/// <summary>The ids an orchestrator draws: RFC 4122 version 5 over instance, time and a counter, so a replay draws the same ones.</summary>
static class DeterministicGuid
{
    // The official namespace: an instance moved between the runtimes keeps its ids.
    static readonly byte[] Namespace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    public static Guid Create(string instanceId, DateTime currentUtc, int counter)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{currentUtc:o}_{counter}");
        var hash = SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)]);

        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash.AsSpan(0, 16), bigEndian: true);
    }
}
