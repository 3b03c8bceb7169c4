using System.Text;
using System.Text.Json;

namespace PaymentHub.Tests.Fuzz;

/// <summary>What nobody sends who means well: texts, JSON values and whole bodies.</summary>
internal sealed class Hostile(Random random)
{
    private static readonly string[] Texts =
    [
        "",
        " ",
        "null",
        "undefined",
        "true",
        "-1",
        "0",
        "1e999999999",
        "NaN",
        "Infinity",
        "9999999999999999999999999999999999999999",
        "0x10",
        "١٢٣",
        "１００",
        "' or '1' eq '1",
        "\" or 1=1 --",
        "|order",
        "a|b",
        "..",
        "../../etc/passwd",
        "..\\..",
        "%00",
        "%2e%2e%2f",
        "{id}",
        "${jndi:ldap://x}",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "\u0000",
        "a\u0000b",
        "\r\nX-Injected: 1",
        "\u202Eabc",
        "\uFEFF",
        "\uD800",
        "\uDC00x",
        "e\u0301",
        "🪙",
        "余额",
        "İ",
        "ß",
        "dep_",
        "wd_",
        "evt_",
        "dep_00000000000000000000000000",
        "wd_00000000000000000000000000",
        "evt_dep_00000000000000000000000000_1",
        "evt_dep_00000000000000000000000000_99999999999999999999",
        "evt_wd_00000000000000000000000000_0",
        "dep_ilou0000000000000000000000",
        "DEP_00000000000000000000000000",
        "2026-13-45",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "2026-11-22T00:00:00+14:00",
        "2026-11-22",
        "AAAAAAAAAAA",
        "____",
        "====",
        "fw",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "1",
        "-1",
        "1.5",
        "1e3",
        "1e999999999",
        "-1e-999999999",
        "9007199254740993",
        "99999999999999999999999999999999999999999999999999",
        "2147483648",
        "0.1000000000000000055511151231257827",
    ];

    public T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public int Number(int max) => random.Next(max);

    public bool Often(double reservation) => random.NextDouble() < reservation;

    public string Text() =>
        random.Next(12) switch
        {
            0 => new string((char)('a' + random.Next(26)), 1 << random.Next(14)),
            1 => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(1, 0x3000))),
            _ => Any(Texts),
        };

    /// <summary>A JSON value of any kind, in its spelling on the wire.</summary>
    public string Value() =>
        random.Next(12) switch
        {
            0 => "null",
            1 => Any(["true", "false"]),
            2 or 3 => Any(Numbers),
            4 => "[]",
            5 => "{}",
            6 => $"[{Value()},{Value()}]",
            7 => $"{{\"a\":{Value()}}}",
            8 => Nested(random.Next(2, 4_000)),
            9 => Any(["\"\\ud800\"", "\"\\u0000\"", "\"\\x41\"", "\"\n\"", "NaN", "-", "01", "\"unterminated", "'single'", "\"\\uD83E\\uDE99\""]),
            _ => JsonSerializer.Serialize(Text()),
        };

    /// <summary>An object, most of the time with some of its members or its spelling spoilt.</summary>
    public byte[] Body(IReadOnlyDictionary<string, string> members)
    {
        if (Often(0.3))
            return Encoding.UTF8.GetBytes(Written(members.Select(member => (JsonSerializer.Serialize(member.Key), member.Value))));
        var list = members.Select(member => (Name: JsonSerializer.Serialize(member.Key), member.Value)).ToList();
        for (var spoilt = random.Next(3); spoilt > 0 && list.Count > 0; spoilt--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(6))
            {
                case 0:
                    list.RemoveAt(at);
                    break;
                case 1:
                    list.Add(list[at]);
                    break;
                case 2:
                    list.Add((JsonSerializer.Serialize(Text()), Value()));
                    break;
                default:
                    list[at] = (list[at].Name, Value());
                    break;
            }
        }

        return Spelt(Written(list));
    }

    private static string Written(IEnumerable<(string Name, string Value)> members) =>
        "{" + string.Join(',', members.Select(member => $"{member.Name}:{member.Value}")) + "}";

    private byte[] Spelt(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        switch (random.Next(24))
        {
            case 0:
                return [0xEF, 0xBB, 0xBF, .. bytes];
            case 1:
                return bytes[..random.Next(bytes.Length)];
            case 2:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 3:
                return Encoding.Unicode.GetBytes(json);
            case 4:
                return [.. bytes, .. bytes];
            case 5:
                return Encoding.UTF8.GetBytes($"[{json}]");
            case 6:
                return Encoding.UTF8.GetBytes($"/* */{json},");
            case 7:
                return Encoding.UTF8.GetBytes(json.PadRight(random.Next(15_000, 40_000)));
            case 8:
                return Encoding.UTF8.GetBytes(Nested(random.Next(1, 16_000)));
            case 9:
                return [];
            case 10:
                random.NextBytes(bytes);
                return bytes;
            default:
                return bytes;
        }
    }

    private string Nested(int depth) =>
        Often(0.5)
            ? new string('[', depth) + (Often(0.5) ? new string(']', depth) : "")
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
