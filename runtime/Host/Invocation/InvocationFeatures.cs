using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace Asan.Runtime.Host.Invocation;

sealed class InvocationFeatures : IInvocationFeatures
{
    readonly Dictionary<Type, object> features = [];

    public void Set<T>(T instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        features[typeof(T)] = instance;
    }

    public T? Get<T>() => features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
