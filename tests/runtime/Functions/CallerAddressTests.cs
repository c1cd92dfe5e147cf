using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Asan.Runtime.Functions.Tests;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData(null, null, null, "http://inner:7071")]
    [InlineData(null, "https", null, "https://inner:7071")]
    [InlineData(null, null, "portal.example", "http://portal.example")]
    [InlineData(null, "https, http", "portal.example:8443, gateway", "https://portal.example:8443")]
    [InlineData("proto=https;host=portal.example", "http", "other", "https://portal.example")]
    [InlineData("for=192.0.2.60; Proto=https; Host=\"portal.example:8443\"", null, null, "https://portal.example:8443")]
    [InlineData("host=portal.example", "https", "other", "https://portal.example")]
    [InlineData("proto=https;host=outer, proto=http;host=inner", null, null, "https://outer")]
    [InlineData(null, "javascript", "alert(1)", "http://inner:7071")]
    [InlineData(null, "https", "not a host", "http://inner:7071")]
    public void The_address_is_the_callers_own_where_a_proxy_passes_it_on(string? forwarded, string? scheme, string? host, string expected)
    {
        var headers = new HttpHeadersCollection();
        foreach (var (name, value) in new[] { ("Forwarded", forwarded), ("X-Forwarded-Proto", scheme), ("X-Forwarded-Host", host) })
            if (value is not null)
                headers.TryAddWithoutValidation(name, value);

        Assert.Equal(new Uri(expected), CallerAddress.Of(new Uri("http://inner:7071/api/start?x=1"), headers));
    }
}
