namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>When a browser sends a cookie along with a request from another site.</summary>
public enum SameSite
{
    /// <summary>The attribute is not sent.</summary>
    None = 0,
    Lax = 1,
    Strict = 2,

    /// <summary>SameSite=None is sent.</summary>
    ExplicitNone = 3,
}
