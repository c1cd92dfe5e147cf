namespace Asan.Runtime.Host.Problems;

/// <summary>The request cannot reach its function: it ends the invocation, through the application's middleware, and is answered with its problem.</summary>
sealed class RequestRefusedException(Problem problem, Exception? inner = null) : Exception(problem.Detail, inner)
{
    public Problem Problem { get; } = problem;
}
