using System.Diagnostics;
using OpenTelemetry;

namespace Asan.Runtime.Host.Telemetry;

/// <summary>
/// Takes out of spans, before they leave, what may be about a person: messages of failures, addresses, statements. What went wrong in which place stays,
/// and the database has the rest.
/// </summary>
sealed class DiscreetProcessor : BaseProcessor<Activity>
{
    static readonly string[] Told = ["url.full", "url.query", "http.url", "http.target", "db.query.text", "db.statement", "exception.message", "exception.stacktrace"];

    public override void OnEnd(Activity span)
    {
        foreach (var tag in Told)
            if (span.GetTagItem(tag) is not null)
                span.SetTag(tag, null);
        if (span.StatusDescription is not null)
            span.SetStatus(span.Status);
    }
}
