using Microsoft.Azure.Functions.Worker;
using PaymentHub.Tests.Support.App;

namespace PaymentHub.Tests.Support;

/// <summary>A route of the app, as its function's attribute says it.</summary>
/// <param name="Method">In lower case.</param>
/// <param name="Path">With a slash in front and its parameters in braces.</param>
internal sealed record AppRoute(string Method, string Path)
{
    /// <summary>Every HTTP route of the app, without HEAD, which is GET without its body,
    /// and without the function that takes what no other takes.</summary>
    public static IReadOnlyList<AppRoute> All { get; } =
    [
        .. AppFunction
            .All.Select(function => function.Trigger)
            .OfType<HttpTriggerAttribute>()
            .SelectMany(trigger =>
                (trigger.Methods ?? [])
                    .Where(method => method != "head")
                    .Select(method => new AppRoute(method.ToLowerInvariant(), "/" + trigger.Route))
            )
            .OrderBy(route => route.Path, StringComparer.Ordinal)
            .ThenBy(route => route.Method, StringComparer.Ordinal),
    ];

    /// <summary>Whether it is a merchant's.</summary>
    public bool IsMerchants => Path.StartsWith("/v1/", StringComparison.Ordinal);

    /// <summary>Whether it is an operator's.</summary>
    public bool IsOperators => Path.StartsWith("/ops/", StringComparison.Ordinal);

    /// <summary>The names of its path's parameters.</summary>
    public IEnumerable<string> Parameters => Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));

    public override string ToString() => $"{Method} {Path}";
}
