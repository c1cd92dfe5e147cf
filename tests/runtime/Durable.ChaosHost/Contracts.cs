namespace Asan.Runtime.Durable.Chaos;

/// <summary>One run of an activity: what it is called in its instance, how long it takes, and the time before which it must not begin.</summary>
public sealed record Chore(string Call, int Milliseconds, DateTime? NotBefore = null);

/// <summary>What a sender puts into another instance's mail.</summary>
public sealed record Letter(string To, string Text, int Milliseconds);

/// <summary>How long each of three steps takes.</summary>
public sealed record ThreeChores(int First, int Second, int Third);
