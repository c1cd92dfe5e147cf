using System.Reflection;

namespace Asan.Runtime.Host.Invocation;

static class ParameterNullability
{
    /// <summary>Whether the parameter's declaration lets it be null; code that does not say counts as letting it.</summary>
    public static bool MayBeNull(this ParameterInfo parameter) =>
        parameter.ParameterType.IsValueType
            ? Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            : new NullabilityInfoContext().Create(parameter).WriteState is not NullabilityState.NotNull;
}
