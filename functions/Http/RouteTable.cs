using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Http;

/// <summary>Which methods each path of ours takes, as the functions' own attributes say it.</summary>
internal static class RouteTable
{
    private static readonly IReadOnlyList<(TemplateMatcher Matcher, string[] Methods)> Routes =
    [
        .. typeof(RouteTable)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .Where(trigger => trigger is { Methods.Length: > 0 })
            .Select(trigger =>
                (
                    new TemplateMatcher(TemplateParser.Parse(trigger!.Route!), []),
                    trigger.Methods!.Select(method => method.ToUpperInvariant()).ToArray()
                )
            ),
    ];

    /// <summary>The methods that a path takes; empty when there is no such path.</summary>
    public static IReadOnlyList<string> MethodsAt(PathString path) =>
        [.. Routes.Where(route => route.Matcher.TryMatch(path, [])).SelectMany(route => route.Methods).Distinct().Order(StringComparer.Ordinal)];
}
