using System.Text;
using YamlDotNet.RepresentationModel;

namespace PaymentHub.Http;

/// <summary>The OpenAPI files, which are part of the app, so that what is served describes what runs.</summary>
public static class ApiDescription
{
    /// <summary>The merchants' file as it is served.</summary>
    public static ReadOnlyMemory<byte> Merchants { get; } = Read("openapi.yaml");

    /// <summary>The operators' file as it is served; what providers call stands there, too.</summary>
    public static ReadOnlyMemory<byte> Operators { get; } = Read("ops-openapi.yaml");

    /// <summary>A file's root.</summary>
    internal static ApiNode Open(ReadOnlyMemory<byte> file)
    {
        var yaml = new YamlStream();
        using var reader = new StringReader(Encoding.UTF8.GetString(file.Span));
        yaml.Load(reader);
        return ApiNode.Root((YamlMappingNode)yaml.Documents[0].RootNode);
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
