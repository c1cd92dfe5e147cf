using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace Asan.Runtime.Host.Durable;

/// <summary>Durable payloads in the worker's JSON: written by the value's own type, so a bare union loses its discriminator, as on the official worker.</summary>
sealed class FunctionsDataConverter(ObjectSerializer serializer) : DataConverter
{
    public override string? Serialize(object? value) => value is null ? null : serializer.Serialize(value, value.GetType(), default).ToString();

    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : serializer.Deserialize(BinaryData.FromString(data).ToStream(), targetType, default);
}
