using System.Globalization;
using System.Text;

namespace Asan.Runtime.Durable.History;

/// <summary>How large a value is, and what that means for it.</summary>
static class PayloadSize
{
    /// <summary>The type of the failure of an orchestration or activity that would store more than the cap.</summary>
    public const string TooLarge = "PayloadTooLarge";

    /// <summary>True when the value is stored in its own row.</summary>
    public static bool StandsApart(this DurableEngineOptions options, string? text) =>
        text is not null && (Exceeds(text, options.LargePayloadThreshold) || PayloadToken.IsLike(text));

    /// <summary>Why a value cannot be stored, to be said after what it is; null when it can.</summary>
    public static string? Excess(string? text, int cap) => text is not null && Exceeds(text, cap)
        ? string.Create(CultureInfo.InvariantCulture,
            $"is {Encoding.UTF8.GetByteCount(text):N0} bytes, and the engine takes at most {cap:N0} (MaximumPayload). Pass a reference to where the value lies instead.")
        : null;

    /// <exception cref="ArgumentException">It is larger than the cap.</exception>
    public static void RequireBelowCap(this DurableEngineOptions options, string? text, string what)
    {
        if (Excess(text, options.MaximumPayload) is { } excess)
            throw new ArgumentException($"The {what} {excess}");
    }

    // Counted only where the number of characters leaves it open.
    static bool Exceeds(string text, int bytes) => text.Length > bytes || text.Length * 3L > bytes && Encoding.UTF8.GetByteCount(text) > bytes;
}
