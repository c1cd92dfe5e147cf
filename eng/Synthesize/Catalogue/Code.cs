namespace Asan.Synthesize.Catalogue;

/// <summary>A code as the source writes it, always text, beside a few words of our own.</summary>
sealed record Code(string Value, string Name);
