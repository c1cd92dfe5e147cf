using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives the function a DurableTaskClient to start and to ask orchestrations with.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>Null means the application's own task hub.</summary>
    public string? TaskHub { get; set; }

    public string? ConnectionName { get; set; }
}
