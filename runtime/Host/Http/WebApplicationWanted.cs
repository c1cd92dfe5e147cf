namespace Asan.Runtime.Host.Http;

/// <summary>Present when the application called ConfigureFunctionsWebApplication.</summary>
sealed class WebApplicationWanted;
