namespace Asan.DocumentsConsole;

/// <summary>What the commands tell their callers.</summary>
static class Exit
{
    /// <summary>All is published, or something was found.</summary>
    public const int Done = 0;

    /// <summary>Not all is published, or nothing was found.</summary>
    public const int NotDone = 1;

    public const int NotBegun = 2;
}
