namespace Asan.Load;

/// <summary>What eng/load tells its caller.</summary>
static class Exit
{
    public const int Loaded = 0;
    public const int Failed = 1;
    public const int NotBegun = 2;
}
