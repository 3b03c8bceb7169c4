using System.Globalization;
using Google.Protobuf;
using PaymentHub.Local.Traces.Wire;
using Spectre.Console;

namespace PaymentHub.Local.Traces;

/// <summary>One trace as a tree: each span below the one that led to it, with when it began, how long it took and what came of it.</summary>
internal static class TraceTree
{
    private const int Failed = 2;
    private const string Prefix = "paymenthub.";

    /// <summary>Whether spans are an order's whole road: from the provider's callback to a webhook that was sent.</summary>
    public static bool LeadsToWebhook(IReadOnlyList<Span> spans, string order) =>
        spans.Any(span => span.Name == "receive callback")
        && spans.Any(span => span.Name == "send webhook")
        && spans.Any(span => span.Attributes.Any(one => one.Key == Prefix + "order" && one.Value.StringValue == order));

    public static Tree Of(IReadOnlyList<Span> spans)
    {
        var known = spans.Select(span => span.SpanId).ToHashSet();
        var start = spans.Min(span => span.StartTimeUnixNano);
        var tree = new Tree($"trace {Convert.ToHexStringLower(spans[0].TraceId.Span)}") { Guide = TreeGuide.Line };
        Add(tree, spans.Where(span => !known.Contains(span.ParentSpanId)));
        return tree;

        void Add(IHasTreeNodes above, IEnumerable<Span> children)
        {
            foreach (var span in children.OrderBy(span => span.StartTimeUnixNano))
                Add(above.AddNode(Line(span, start)), Below(span.SpanId));
        }

        IEnumerable<Span> Below(ByteString id) => spans.Where(span => span.ParentSpanId == id);
    }

    private static string Line(Span span, ulong start)
    {
        var colour = span.Status?.Code == Failed ? "red" : "green";
        var about = string.Join(
            ", ",
            span.Attributes.Where(one => one.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(one => $"{one.Key[Prefix.Length..]} {one.Value.StringValue}")
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{colour}]{Markup.Escape(span.Name)}[/] at {Milliseconds(start, span.StartTimeUnixNano):0} ms for {Milliseconds(span.StartTimeUnixNano, span.EndTimeUnixNano):0.0} ms [grey]{Markup.Escape(about)}[/]"
        );
    }

    private static double Milliseconds(ulong from, ulong to) => (to - (double)from) / 1e6;
}
