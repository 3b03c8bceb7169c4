using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retries, transport, policies, diagnostics and version of the clients.</summary>
public class TableClientOptions : ClientOptions
{
    /// <param name="serviceVersion">The version of the REST protocol; token credentials need the newer one.</param>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        Version = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };
    }

    /// <summary>The service versions that can be spoken.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "The official names.")]
    [SuppressMessage("Design", "CA1008", Justification = "The official enumeration starts at 1.")]
    public enum ServiceVersion
    {
        V2019_02_02 = 1,
        V2020_12_06 = 2,
    }

    /// <summary>Whom tokens are asked for; null is the public cloud.</summary>
    public TableAudience? Audience { get; set; }

    internal string Version { get; }
}
