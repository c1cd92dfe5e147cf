using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Http;

/// <summary>What routing found, a function or a place of the host's own: its name and template for the log, and the key it asks for.</summary>
/// <param name="Extension">The extension whose system key opens it, and no other's; null: any key of the level.</param>
sealed record ServedRoute(string Name, string Template, AuthorizationLevel Level, string? Extension = null);
