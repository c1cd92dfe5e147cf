namespace Asan.Runtime.Durable.History;

/// <summary>An instance holds an event that only a newer version of the engine knows. It is no fault of the instance: a newer worker runs it.</summary>
sealed class NewerHistoryException(int kind)
    : Exception($"The instance holds an event of kind {kind}, which this version of the engine does not know.");
