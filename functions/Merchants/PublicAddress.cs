using System.Net;
using System.Net.Sockets;

namespace PaymentHub.Merchants;

/// <summary>
/// Distinguishes addresses on the public internet from all others. Every range of IANA's special-purpose registries is refused, including the few
/// that are globally reachable: no merchant's server is there.
/// </summary>
/// <remarks>Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries.</remarks>
public static class PublicAddress
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // This network; 0.0.0.0 connects to this machine.
        IPNetwork.Parse("10.0.0.0/8"), // Private.
        IPNetwork.Parse("100.64.0.0/10"), // Carrier-grade NAT; Alibaba's metadata service, too.
        IPNetwork.Parse("127.0.0.0/8"), // Loopback.
        IPNetwork.Parse("168.63.129.16/32"), // Azure's host services: in no registry, and on every machine of Azure.
        IPNetwork.Parse("169.254.0.0/16"), // Link-local, with the metadata services of most clouds.
        IPNetwork.Parse("172.16.0.0/12"), // Private.
        IPNetwork.Parse("192.0.0.0/24"), // IETF protocol assignments; Oracle's metadata service, too.
        IPNetwork.Parse("192.0.2.0/24"), // Documentation.
        IPNetwork.Parse("192.31.196.0/24"), // AS112.
        IPNetwork.Parse("192.52.193.0/24"), // AMT relays.
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays, and 6a44.
        IPNetwork.Parse("192.168.0.0/16"), // Private.
        IPNetwork.Parse("192.175.48.0/24"), // AS112.
        IPNetwork.Parse("198.18.0.0/15"), // Benchmarks.
        IPNetwork.Parse("198.51.100.0/24"), // Documentation.
        IPNetwork.Parse("203.0.113.0/24"), // Documentation.
        IPNetwork.Parse("224.0.0.0/4"), // Multicast.
        IPNetwork.Parse("240.0.0.0/4"), // Reserved, with the broadcast address.
    ];

    // Within 2000::/3; everything else is refused without a list.
    private static readonly IPNetwork[] SpecialV6 =
    [
        IPNetwork.Parse("2001::/23"), // IETF protocol assignments: Teredo, benchmarks, ORCHID, AMT, DRIP.
        IPNetwork.Parse("2001:db8::/32"), // Documentation.
        IPNetwork.Parse("2002::/16"), // 6to4: an IPv4 address of anybody's choice inside.
        IPNetwork.Parse("2620:4f:8000::/48"), // AS112.
        IPNetwork.Parse("3fff::/20"), // Documentation.
    ];

    /// <summary>Whether it is a global unicast address that serves no special purpose.</summary>
    public static bool IsPublic(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(SpecialV4, range => range.Contains(address)),
            AddressFamily.InterNetworkV6 => IsUnicast(address) && !Array.Exists(SpecialV6, range => range.Contains(address)) && !IsIsatap(address),
            _ => false,
        };

    /// <summary>Whether it is this machine, written as itself and not as an IPv4 address inside an IPv6 one.</summary>
    public static bool IsLoopback(IPAddress address) => !address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address);

    // 2000::/3, which leaves out loopback, mapped, compatible and translated IPv4, NAT64, discard-only, segment routing, unique local,
    // site- and link-local, multicast. By its bits, for IPNetwork finds some mapped IPv4 addresses (::ffff:10.0.0.1) in there.
    private static bool IsUnicast(IPAddress address) => !address.IsIPv4MappedToIPv6 && (address.GetAddressBytes()[0] & 0xE0) == 0x20;

    // ISATAP may stand in any prefix: the interface part is 0:5efe or 200:5efe and an IPv4 address, reached through a tunnel.
    private static bool IsIsatap(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;
    }
}
