using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace PaymentHub.Http;

/// <summary>The OpenAPI files, which are part of the app, so that what is served describes what runs.</summary>
public static class ApiDescription
{
    /// <summary>The merchants' file as it is served.</summary>
    public static ReadOnlyMemory<byte> Merchants { get; } = Read("openapi.yaml");

    /// <summary>The operators' file as it is served; what providers call stands there, too.</summary>
    public static ReadOnlyMemory<byte> Operators { get; } = Read("ops-openapi.yaml");

    /// <summary>A file, read. References are followed wherever one stands.</summary>
    /// <exception cref="InvalidOperationException">It is no OpenAPI; the sentence says where.</exception>
    internal static OpenApiDocument Open(ReadOnlyMemory<byte> file)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        using var yaml = new MemoryStream(file.ToArray());
        var (document, diagnostic) = OpenApiDocument.Load(yaml, OpenApiConstants.Yaml, settings);
        return document is not null && diagnostic is { Errors: [], Warnings: [] }
            ? document
            : throw new InvalidOperationException(string.Join(' ', diagnostic?.Errors.Concat(diagnostic.Warnings) ?? []));
    }

    /// <summary>A file of this folder, by its name.</summary>
    internal static byte[] Read(string name)
    {
        using var resource =
            typeof(ApiDescription).Assembly.GetManifestResourceStream(typeof(ApiDescription), name)
            ?? throw new InvalidOperationException($"{name} is not part of the app.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
