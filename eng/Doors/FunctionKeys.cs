using System.Text.Json;

namespace Asan.Doors;

/// <summary>The key the host's functions ask for, from the file the host keeps.</summary>
public static class FunctionKeys
{
    public static string Read(string file)
    {
        try
        {
            using var keys = JsonDocument.Parse(File.ReadAllBytes(file));
            return keys.RootElement.GetProperty("functionKeys").GetProperty("default").GetString()!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new CommandException($"the host's keys cannot be read from {file}: {e.Message}");
        }
    }
}
