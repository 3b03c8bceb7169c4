using PaymentHub.Http;

namespace PaymentHub.Tests.Support;

/// <summary>The OpenAPI files, read.</summary>
internal static class ApiFiles
{
    public static ApiNode Merchants { get; } = ApiDescription.Open(ApiDescription.Merchants);

    public static ApiNode Operators { get; } = ApiDescription.Open(ApiDescription.Operators);

    public static IReadOnlyList<ApiNode> All { get; } = [Merchants, Operators];

    /// <summary>Every code of a problem that one of them describes.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.SelectMany(CodesOf).Distinct()];

    /// <summary>The codes that a file describes.</summary>
    public static IEnumerable<string> CodesOf(ApiNode file) =>
        file["components"]!["schemas"]!["ProblemCode"]!["x-extensible-enum"]!.Items.Select(item => item.Text!);

    /// <summary>What is said of an operation; null when neither file does.</summary>
    public static ApiNode? Operation(AppRoute route) =>
        All.Select(file => file["paths"]![route.Path]).FirstOrDefault(path => path is not null)?[route.Method];
}
