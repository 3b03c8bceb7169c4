namespace PaymentHub.Tests.Webhooks;

/// <summary>Where a webhook must never go, written from IANA's registries and the clouds' documentation and not from the code.</summary>
internal static class HostileTargets
{
    /// <summary>The first, the last and a well-known address of every special-purpose range.</summary>
    // csharpier-ignore - a table, a line for each kind of place
    private static readonly string[] Addresses =
    [
        "0.0.0.0", "0.0.0.1", "0.255.255.255", // This network.
        "10.0.0.0", "10.1.2.3", "10.255.255.255", "172.16.0.0", "172.20.10.1", "172.31.255.255", "192.168.0.0", "192.168.1.1", "192.168.255.255", // Private.
        "100.64.0.0", "100.100.100.200", "100.127.255.255", // Carrier-grade NAT, Alibaba's metadata.
        "127.0.0.0", "127.0.0.1", "127.0.0.2", "127.1.1.1", "127.255.255.255", // Loopback.
        "169.254.0.0", "169.254.169.254", "169.254.170.2", "169.254.255.255", // Link-local, the clouds' metadata.
        "168.63.129.16", // Azure's host services.
        "192.0.0.0", "192.0.0.8", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.0.0.192", "192.0.0.255", // Protocol assignments, Oracle's metadata.
        "192.0.2.0", "192.0.2.255", "198.51.100.0", "198.51.100.7", "198.51.100.255", "203.0.113.0", "203.0.113.255", // Documentation.
        "192.31.196.0", "192.31.196.255", "192.52.193.0", "192.52.193.255", "192.175.48.0", "192.175.48.255", // AS112, AMT.
        "192.88.99.0", "192.88.99.1", "192.88.99.2", "192.88.99.255", // 6to4 and 6a44 relays.
        "198.18.0.0", "198.19.255.255", // Benchmarks.
        "224.0.0.0", "224.0.0.1", "239.255.255.250", "239.255.255.255", // Multicast.
        "240.0.0.0", "254.1.2.3", "255.255.255.254", "255.255.255.255", // Reserved, broadcast.

        "::", "::1", // Unspecified, loopback.
        "::ffff:0:0", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "0:0:0:0:0:ffff:7f00:0001", // Mapped.
        "::7f00:1", "::127.0.0.1", "::10.0.0.1", "::8.8.8.8", // Compatible.
        "::ffff:0:127.0.0.1", "::ffff:0:10.0.0.1", // Translated.
        "64:ff9b::", "64:ff9b::7f00:1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b::ffff:ffff", // NAT64.
        "64:ff9b:1::", "64:ff9b:1::7f00:1", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", // NAT64, local use.
        "100::", "100::1", "100:0:0:1::1", // Discard, dummy prefix.
        "2001::", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", // Teredo, with 127.0.0.1 inverted in the last.
        "2001:1::1", "2001:1::2", "2001:1::3", "2001:2::", "2001:2:0:ffff::1", "2001:3::1", "2001:4:112::1", // Anycasts, benchmarks, AMT, AS112.
        "2001:10::1", "2001:1f:ffff::1", "2001:20::1", "2001:2f:ffff::1", "2001:30::1", "2001:1ff:ffff::1", // ORCHID, DRIP, the rest.
        "2001:db8::", "2001:db8::1", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff::1", // Documentation.
        "2002::", "2002:7f00:1::", "2002:7f00:1::1", "2002:a00:1::1", "2002:a9fe:a9fe::1", "2002:808:808::1", "2002:ffff:ffff::", // 6to4.
        "2620:4f:8000::", "2620:4f:8000:ffff::1", // AS112.
        "5f00::", "5f00:ffff::1", // Segment routing.
        "fc00::", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fdff:ffff::1", // Unique local, AWS's and Google's metadata.
        "fe80::", "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "feff::1", // Link-local, site-local.
        "ff00::", "ff01::1", "ff02::1", "ff02::fb", "ff05::2", "ff0e::1", "ffff::1", // Multicast.
        "1::1", "200::1", "400::1", "4000::1", "8000::1", "c000::1", // Never given out.
        "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:10.0.0.1", // ISATAP in a prefix of somebody's.
    ];

    /// <summary>Hosts that mean such an address though they look otherwise, and what a resolver makes of those that are looked up.</summary>
    // csharpier-ignore - a table, a line for each kind of place
    private static readonly (string Host, string Answer)[] Spellings =
    [
        ("2130706433", ""), ("0x7f000001", ""), ("0X7F000001", ""), ("017700000001", ""), ("0x7f.1", ""), ("127.1", ""), ("127.0.1", ""), ("0177.0.0.1", ""),
        ("0177.0.0.01", ""), ("0x7f.0x0.0x0.0x1", ""), ("00000177.1", ""), ("0", ""), ("0x0", ""), ("00", ""), ("0.0", ""), ("10.65535", ""), ("0xa.1", ""),
        ("167772161", ""), ("192.168.257", ""), ("0xc0a80101", ""), ("3232235777", ""), ("0300.0250.1.1", ""), ("2852039166", ""), ("0xa9fea9fe", ""),
        ("025177524776", ""), ("169.254.43518", ""), ("0xa9.254.0251.254", ""), ("4294967295", ""), ("0xffffffff", ""), ("3758096385", ""),
        ("127.0.0.1.", "127.0.0.1"), ("10.0.0.1.", "10.0.0.1"), ("127。0。0。1", "127.0.0.1"), ("１２７.０.０.１", "127.0.0.1"), ("①②⑦.⓪.⓪.①", "127.0.0.1"),
        ("localhost", "127.0.0.1"), ("LOCALHOST", "::1"), ("localhost.", "127.0.0.1"), ("loopback", "127.0.0.1"), ("shop.localhost", "::1"),
        ("localhost.localdomain", "127.0.0.1"), ("ip6-localhost", "::1"), ("metadata.google.internal", "169.254.169.254"), ("metadata", "169.254.169.254"),
        ("instance-data.ec2.internal", "169.254.169.254"), ("kubernetes.default.svc", "10.96.0.1"), ("host.docker.internal", "192.168.65.254"),
        ("127.0.0.1.nip.example", "127.0.0.1"), ("7f000001.rebind.example", "127.0.0.1"), ("intranet", "10.1.1.1"), ("router.lan", "192.168.0.1"),
        ("good-and-bad.example", "93.184.216.34 127.0.0.1"), ("bad-and-good.example", "10.0.0.1 93.184.216.34"), ("four-and-six.example", "93.184.216.34 ::1"),
        ("six-and-four.example", "2606:4700:4700::1111 169.254.169.254"), ("many.example", "1.1.1.1 8.8.8.8 9.9.9.9 100.64.0.1"),
    ];

    /// <summary>Addresses to the left and right of the special-purpose ranges, and some of the public internet's best known.</summary>
    // csharpier-ignore - a table, a line for each kind of place
    public static readonly string[] Public =
    [
        "1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.1.255",
        "192.0.3.0", "192.31.195.255", "192.31.197.0", "192.52.192.255", "192.52.194.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
        "192.175.47.255", "192.175.49.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2400:cb00::1", "2606:4700:4700::1111", "2620:4f:7fff::1",
        "2620:4f:8001::1", "2a00:1450::1", "3ffe:ffff::1", "3fff:1000::1",
    ];

    /// <summary>Every one as it may stand in settings, with what its name resolves to.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var address in Addresses)
            {
                all.Add($"https://{Host(address)}/hooks", "");
                all.Add("https://hooks.shop.example/", address);
            }

            foreach (var (host, answer) in Spellings)
                all.Add($"https://{host}/", answer);
            return all;
        }
    }

    /// <summary>An address as the host of a URL.</summary>
    public static string Host(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}
