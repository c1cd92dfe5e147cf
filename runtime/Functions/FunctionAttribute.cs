namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function: one of its parameters carries the trigger that calls it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
