using System.Reflection;

namespace Asan.Runtime.DurableTask.Tests.Contracts;

/// <summary>The public and protected surface of a type, one line for each item, as ../shared/contracts writes it.</summary>
static class SurfaceRenderer
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> VisibleTypes(Assembly assembly) => assembly.GetTypes().Where(IsVisible);

    public static IEnumerable<string> Lines(Type type)
    {
        yield return TypeLine.Of(type);
        if (type.IsEnum)
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                yield return $"F:{TypeNames.Declared(type)}.{field.Name} = {field.GetRawConstantValue()}{Marks.Of(field)}";
        }
        else if (type.BaseType?.FullName == "System.MulticastDelegate")
        {
            var invoke = type.GetMethod("Invoke")!;
            yield return $"D:{TypeNames.Declared(type)}({MemberLine.Parameters(invoke)}) : {MemberLine.Returned(invoke)}";
        }
        else
        {
            foreach (var member in type.GetMembers(Declared).Where(member => !Synthesized.Contains(member)))
                if (MemberLine.Of(member) is { } line)
                    yield return line;
        }
    }

    static bool IsVisible(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));
}
