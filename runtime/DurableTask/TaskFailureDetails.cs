using System.Reflection;
using Microsoft.DurableTask.Worker;

namespace Microsoft.DurableTask;

/// <summary>A failure as it is stored and crosses processes: the exception's type by name, its message, and what caused it.</summary>
public record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>True for failures that no retry can mend, such as a task that does not exist.</summary>
    internal bool IsNonRetriable { get; init; }

    public static TaskFailureDetails FromException(Exception exception) => FromException(exception, null);

    /// <summary>Whether the failure itself, not what caused it, was an exception of this type or one derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <inheritdoc cref="IsCausedBy{T}"/>
    /// <remarks>A type that no loaded assembly knows is not caused by anything.</remarks>
    /// <exception cref="AmbiguousMatchException">Several loaded assemblies have a type of that name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            throw new ArgumentException($"{targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));

        return FindErrorType(targetBaseExceptionType.Assembly) is { } thrown && targetBaseExceptionType.IsAssignableFrom(thrown);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    /// <summary>As <see cref="FromException(Exception)"/>, with the properties that the provider finds on each exception of the chain.</summary>
    internal static TaskFailureDetails FromException(Exception exception, IExceptionPropertiesProvider? properties)
    {
        ArgumentNullException.ThrowIfNull(exception);

        // A failed call keeps its task's failure as details and not as an inner exception.
        var inner = exception is TaskFailedException failed ? failed.FailureDetails
            : exception.InnerException is { } cause ? FromException(cause, properties)
            : null;
        return new(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, properties?.GetExceptionProperties(exception));
    }

    Type? FindErrorType(Assembly first)
    {
        if (string.IsNullOrEmpty(ErrorType))
            return null;
        if ((Type.GetType(ErrorType) ?? first.GetType(ErrorType)) is { } known)
            return known;

        var types = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(ErrorType)).OfType<Type>().Take(2).ToArray();
        return types.Length < 2
            ? types.FirstOrDefault()
            : throw new AmbiguousMatchException($"Several loaded assemblies have an exception type named '{ErrorType}'.");
    }
}
