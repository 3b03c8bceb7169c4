using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Telemetry;

/// <summary>
/// One trace from a callback's request to its webhook: outbox entries and wake-up messages carry the trace's context as a W3C traceparent, and
/// whoever continues the work continues the trace.
/// </summary>
public static class HubTrace
{
    /// <summary>The name of the source of our spans.</summary>
    public const string Name = "PaymentHub";

    /// <summary>A traceparent of the version that there is; anything else is nobody's of ours.</summary>
    private const int Length = 55;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The context of what runs here, to be kept with what it leaves behind; null when nothing has begun.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { Length: Length } id } ? id : null;

    /// <summary>Begins a piece of work: a span, and what every line of the log bears that is written within it.</summary>
    /// <param name="context">The kept context in which it goes on; null, or one that is none: in whatever runs here.</param>
    /// <param name="about">Whom or what it is about: never a secret.</param>
    public static HubSpan Begin(ILogger logger, string name, string? context, params (string Name, string Value)[] about) =>
        new(Start(name, ActivityKind.Consumer, context), logger.BeginScope(about.ToDictionary(one => one.Name, one => (object)one.Value)), about);

    /// <summary>Begins a call to somebody else.</summary>
    public static HubSpan Call(string name, params (string Name, string Value)[] about) => new(Start(name, ActivityKind.Client, null), null, about);

    // Without a listener there is no span, but the trace continues: each process decides for itself whether to record it.
    private static Activity Start(string name, ActivityKind kind, string? context)
    {
        var known = context is { Length: Length } && ActivityContext.TryParse(context, null, isRemote: true, out var parsed) ? parsed : default;
        var runs = Activity.Current?.Context ?? default;
        // The host's own span of the invocation belongs to another trace.
        var links = known != default && runs != default && runs.TraceId != known.TraceId ? new[] { new ActivityLink(runs) } : null;
        if (Source.StartActivity(name, kind, known, links: links) is { } span)
            return span;
        var carrier = new Activity(name);
        if (known != default)
            carrier.SetParentId(known.TraceId, known.SpanId, known.TraceFlags);
        return carrier.Start();
    }
}

/// <summary>A piece of work that ends with its disposal.</summary>
public sealed class HubSpan : IDisposable
{
    private readonly Activity _activity;
    private readonly IDisposable? _scope;

    internal HubSpan(Activity activity, IDisposable? scope, IEnumerable<(string Name, string Value)> about)
    {
        (_activity, _scope) = (activity, scope);
        foreach (var (name, value) in about)
            About(name, value);
    }

    /// <summary>Says what it is about, once that is known.</summary>
    public void About(string name, string value) => _activity.SetTag($"paymenthub.{name.ToLowerInvariant()}", value);

    /// <summary>Says how it ended.</summary>
    public void Ended(string outcome, bool well)
    {
        About("outcome", outcome);
        _activity.SetStatus(well ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        _scope?.Dispose();
        _activity.Dispose();
    }
}
