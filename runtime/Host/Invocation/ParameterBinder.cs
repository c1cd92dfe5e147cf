namespace Asan.Runtime.Host.Invocation;

/// <summary>Makes a parameter's value for one invocation. Chosen at start, so that a parameter nobody can bind stops the host then.</summary>
delegate ValueTask<object?> ParameterBinder(FunctionInvocation invocation);
