namespace Asan.Runtime.Host.Functions;

/// <summary>The application cannot be served as it is written; the message holds every reason at once.</summary>
sealed class FunctionsRefusedException(IReadOnlyList<string> reasons)
    : InvalidOperationException($"The functions cannot be served:{string.Concat(reasons.Select(reason => $"{Environment.NewLine}  - {reason}"))}")
{
    public IReadOnlyList<string> Reasons { get; } = reasons;

    public static void ThrowIfAny(IEnumerable<string> reasons)
    {
        if (reasons.ToArray() is { Length: > 0 } some)
            throw new FunctionsRefusedException(some);
    }
}
