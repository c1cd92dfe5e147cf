using System.Reflection;
using Asan.Runtime.Host.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

/// <summary>Parameters that any function may have, whatever calls it.</summary>
static class ContextBinders
{
    public static ParameterBinder? Find(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(FunctionContext) ? invocation => new(invocation)
        : parameter.ParameterType == typeof(CancellationToken) ? invocation => new(invocation.CancellationToken)
        : BlobInputBinder.Find(parameter);
}
