using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Asan.Tests;

namespace Asan.Runtime.Blobs.Tests;

/// <summary>The same, for those who were given a shared access signature and not the key.</summary>
public sealed class SignatureContractTests(Azurite azurite) : ContainerContract
{
    protected override async Task<IBlobStore> OpenStoreAsync() =>
        BlobConnection.Open($"BlobEndpoint={await azurite.EndpointAsync()};SharedAccessSignature={Signature("rwdlac")}");

    /// <summary>An account's signature for blobs, made as Azure's documentation says.</summary>
    internal static string Signature(string permissions)
    {
        const string Version = "2023-11-03";
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = $"{Azurite.Account}\n{permissions}\nb\nsco\n\n{expiry}\n\n\n{Version}\n\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Azurite.Key), Encoding.UTF8.GetBytes(text)));
        return $"sv={Version}&ss=b&srt=sco&sp={permissions}&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(signature)}";
    }
}
