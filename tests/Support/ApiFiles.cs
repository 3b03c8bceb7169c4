using Microsoft.OpenApi;
using PaymentHub.Http;

namespace PaymentHub.Tests.Support;

/// <summary>The OpenAPI files, read.</summary>
internal static class ApiFiles
{
    public static OpenApiDocument Merchants { get; } = ApiDescription.Open(ApiDescription.Merchants);

    public static OpenApiDocument Operators { get; } = ApiDescription.Open(ApiDescription.Operators);

    public static IReadOnlyList<OpenApiDocument> All { get; } = [Merchants, Operators];

    /// <summary>Every code of a problem that one of them describes.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.SelectMany(CodesOf).Distinct()];

    /// <summary>The codes that a file describes.</summary>
    public static IEnumerable<string> CodesOf(OpenApiDocument file) => Words(file, "ProblemCode");

    /// <summary>The values that a schema of a file has today.</summary>
    public static IEnumerable<string> Words(OpenApiDocument file, string schema) =>
        ((JsonNodeExtension)file.Components!.Schemas![schema].Extensions!["x-extensible-enum"]).Node.AsArray().Select(word => (string)word!);

    /// <summary>What is said of an operation; null when neither file does.</summary>
    public static OpenApiOperation? Operation(AppRoute route) =>
        All.Select(file => file.Paths.GetValueOrDefault(route.Path))
            .FirstOrDefault(path => path is not null)
            ?.Operations?.GetValueOrDefault(HttpMethod.Parse(route.Method));

    /// <summary>What an operation takes as JSON; null when it takes none.</summary>
    public static IOpenApiMediaType? Body(AppRoute route) => Json(Operation(route)?.RequestBody?.Content);

    /// <summary>What is JSON of a request or an answer; null when none is.</summary>
    public static IOpenApiMediaType? Json(IDictionary<string, IOpenApiMediaType>? content, string mediaType = "application/json") =>
        content?.TryGetValue(mediaType, out var body) == true ? body : null;
}
