using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using SameSite = Microsoft.Azure.Functions.Worker.Http.SameSite;

namespace Asan.Runtime.Host.Http;

/// <summary>Sets cookies on an answer of ASP.NET Core.</summary>
sealed class KestrelCookies(HttpResponse response) : HttpCookies
{
    public override void Append(string name, string value) => response.Cookies.Append(name, value);

    public override void Append(IHttpCookie cookie) => response.Cookies.Append(cookie.Name, cookie.Value, new CookieOptions
    {
        Domain = cookie.Domain,
        Path = cookie.Path,
        Expires = cookie.Expires,
        MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        HttpOnly = cookie.HttpOnly ?? false,
        Secure = cookie.Secure ?? false,
        SameSite = cookie.SameSite switch
        {
            SameSite.Lax => SameSiteMode.Lax,
            SameSite.Strict => SameSiteMode.Strict,
            SameSite.ExplicitNone => SameSiteMode.None,
            _ => SameSiteMode.Unspecified,
        },
    });

    public override IHttpCookie CreateNew() => new HttpCookie("", "");
}
