namespace Asan.Synthesize.Catalogue;

/// <summary>An observation by its LOINC code: either a number between two bounds (in steps of 10^-Decimals) or one of some answers.</summary>
sealed record Test(string Value, string Name, string? Unit, int Low, int High, int Decimals = 0, string[]? Answers = null)
{
    public static Test Asked(string code, string name, params string[] answers) => new(code, name, null, 0, 0, 0, answers);
}
