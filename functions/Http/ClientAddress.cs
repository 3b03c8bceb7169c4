using System.Net;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Http;

/// <summary>
/// Where a request comes from. It is the connection's address, which the worker sets from the last entry of X-Forwarded-For before any function runs.
/// That entry is the platform's own: its front end appends the address that it received the request from.
/// </summary>
/// <remarks>
/// The header itself is not read here. The worker removes that last entry, so that only what the client may have invented is left in it.
/// </remarks>
internal static class ClientAddress
{
    /// <summary>The client's address; of an IPv4 one that came as IPv6, the IPv4 one.</summary>
    public static IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;

    /// <summary>The client for counting; for IPv6 its network, because one client has billions of addresses.</summary>
    public static string NetworkOf(HttpContext context) =>
        Of(context) switch
        {
            null => "",
            var address when address.GetAddressBytes() is { Length: 16 } bytes => Convert.ToHexString(bytes.AsSpan(0, 8)),
            var address => address.ToString(),
        };
}
