namespace Microsoft.DurableTask.Worker;

/// <summary>Chooses what of an exception, beyond type and message, is kept in the failure's details.</summary>
public interface IExceptionPropertiesProvider
{
    /// <summary>The properties to keep; null for none.</summary>
    IDictionary<string, object?>? GetExceptionProperties(Exception exception);
}
