using System.Globalization;
using System.Net;

namespace PaymentHub.Merchants;

/// <summary>
/// What can be seen of a webhook's address before anything is looked up. A name may still lead anywhere: what it leads to is checked
/// whenever a connection is made.
/// </summary>
internal static class EndpointTarget
{
    /// <summary>What is wrong with it, as the end of a sentence; null when nothing is.</summary>
    public static string? Mistake(Uri url, bool allowLocal)
    {
        // In the form that is looked up: 0x7f.1 and 2130706433 have become 127.0.0.1 already.
        var host = url.IdnHost.TrimEnd('.');
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (url.Port == 0)
            return "has the port 0, where nothing can listen.";
        if (address is null ? url.IsLoopback || IsLocalName(host) : PublicAddress.IsLoopback(address))
            return allowLocal ? null : "is on this machine itself; that is allowed only with AllowLocal=true, for development.";
        if (address is not null && !PublicAddress.IsPublic(address))
            return "is no address on the public internet (private, link-local, reserved or another special purpose).";
        if (address is null && IsNumber(host[(host.LastIndexOf('.') + 1)..]))
            return "has a host that ends in a number but is no IP address.";
        return null;
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    // No name ends so; some resolvers read it as an address in an old notation.
    private static bool IsNumber(string label) =>
        label.Length > 0
        && (
            label.All(char.IsAsciiDigit)
            || (
                label.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && (label.Length == 2 || UInt128.TryParse(label.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            )
        );
}
