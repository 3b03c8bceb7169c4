using System.Net;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Http;

/// <summary>
/// Where a request comes from, for whatever depends on it. It is the connection's address, which the worker sets by the last entry
/// of X-Forwarded-For before any function runs, and that entry is the platform's own: its front end puts whom it heard behind what it was told.
/// </summary>
/// <remarks>
/// The header itself is not read here. The worker takes that last entry out of it, so that only what the client may have made up is left in it.
/// </remarks>
internal static class ClientAddress
{
    /// <summary>The client's address; of an IPv4 one that came as IPv6, the IPv4 one.</summary>
    public static IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;

    /// <summary>The client as it is counted: of IPv6 its network, for one client has billions of addresses.</summary>
    public static string NetworkOf(HttpContext context) =>
        Of(context) switch
        {
            null => "",
            var address when address.GetAddressBytes() is { Length: 16 } bytes => Convert.ToHexString(bytes.AsSpan(0, 8)),
            var address => address.ToString(),
        };
}
