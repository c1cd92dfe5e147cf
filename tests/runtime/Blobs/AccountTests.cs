using Asan.Runtime.Blobs.Azure;

namespace Asan.Runtime.Blobs.Tests;

public sealed class AccountTests
{
    const string Key = "c2VjcmV0LWtleQ==";

    [Theory]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=lab;AccountKey={Key};EndpointSuffix=core.windows.net", "lab", "https://lab.blob.core.windows.net/")]
    [InlineData($"AccountName=lab;AccountKey={Key}", "lab", "https://lab.blob.core.windows.net/")]
    [InlineData($"AccountName=lab;AccountKey={Key};EndpointSuffix=core.chinacloudapi.cn", "lab", "https://lab.blob.core.chinacloudapi.cn/")]
    [InlineData($"BlobEndpoint=http://10.0.0.1:10000/dev/;AccountName=dev;AccountKey={Key};", "dev", "http://10.0.0.1:10000/dev")]
    [InlineData("BlobEndpoint=https://lab.blob.core.windows.net;SharedAccessSignature=?sv=1&sig=x%3D", "lab", "https://lab.blob.core.windows.net/")]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", "http://127.0.0.1:10000/devstoreaccount1")]
    public void A_connection_string_as_Azure_gives_it_is_understood(string text, string name, string endpoint)
    {
        var account = AzureAccount.Parse(text);

        Assert.Equal((name, endpoint), (account.Name, account.Endpoint.AbsoluteUri));
        Assert.NotEqual(account.Key is null, account.Signature is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret-nonsense")]
    [InlineData("AccountName=lab")]
    [InlineData("AccountKey=c2VjcmV0LWtleQ==")]
    [InlineData("AccountName=lab;AccountKey=secret-not-base64!")]
    [InlineData("BlobEndpoint=ftp://secret;AccountName=lab;AccountKey=c2VjcmV0LWtleQ==")]
    [InlineData("BlobEndpoint=https://lab.blob.core.windows.net?secret=1;SharedAccessSignature=sv=1")]
    public void Another_is_refused_with_a_reason_that_does_not_quote_it(string text)
    {
        var refused = Assert.Throws<BlobRefusedException>(() => BlobConnection.Open(text));

        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.Message, StringComparison.Ordinal);
    }
}
