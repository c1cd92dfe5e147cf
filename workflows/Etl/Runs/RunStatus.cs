namespace Asan.Workflows.Etl.Runs;

/// <summary>Where a run, or a step of it, stands. The words are those of the status monitor that callers read.</summary>
public static class RunStatus
{
    public const string NotStarted = nameof(NotStarted);
    public const string Running = nameof(Running);
    public const string Succeeded = nameof(Succeeded);
    public const string Failed = nameof(Failed);
}
