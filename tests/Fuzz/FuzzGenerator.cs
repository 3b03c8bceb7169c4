using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Fuzz;

/// <summary>
/// Makes requests over every route of the app. What a route takes is read from the OpenAPI files, so that a new route is fuzzed from the day it
/// is described. The same seed and number make the same request, but for what differs between worlds: keys and ids.
/// </summary>
/// <param name="ids">Ids of things that exist.</param>
internal sealed class FuzzGenerator(
    int seed,
    IReadOnlyList<string> keys,
    IReadOnlyList<string> accounts,
    IReadOnlyList<string> callbacks,
    IReadOnlyList<string> ids
)
{
    private const int MaxQuery = 4_000;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"];

    private static readonly string[] MediaTypes =
    [
        "application/json; charset=utf-16",
        "application/json;",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "*/*",
        "",
        ";",
        "application/problem+json",
    ];

    private readonly string[] _names =
    [
        "status",
        "limit",
        "cursor",
        "after",
        "account",
        "customer_id",
        "from",
        "to",
        "endpoint",
        "code",
        "id",
        "Limit",
        "$filter",
        "limit[]",
        "__proto__",
    ];

    public FuzzRequest Make(int number)
    {
        // FNV-1a's prime keeps neighbouring numbers apart.
        var random = new Random(unchecked(seed + (number * 16777619)));
        var hostile = new Hostile(random);
        var route = hostile.Any(AppRoute.All);
        var whole = true;

        var path = string.Join(
            '/',
            route
                .Path.Split('/')
                .Select(part =>
                {
                    if (!part.StartsWith('{'))
                        return part;
                    if (hostile.Often(0.6))
                    {
                        return part == "{callbackId}" ? hostile.Any(callbacks)
                            : part == "{account}" ? hostile.Any(accounts)
                            : hostile.Any(ids);
                    }

                    whole = false;
                    return Uri.EscapeDataString(WellFormed(hostile.Text()));
                })
        );
        if (hostile.Often(0.03))
            (path, whole) = (path + hostile.Any(["/", "//", "/x", "%2F", "%00", ";x", "/../..", "%"]), false);
        var method = route.Method.ToUpperInvariant();
        if (hostile.Often(0.03))
            (method, whole) = (hostile.Any(Methods), false);

        var key = hostile.Often(0.1) ? null : hostile.Any(keys);
        var headers = Headers(hostile, key);
        byte[]? body = null;
        if (route.Method != "get" || hostile.Often(0.05))
        {
            body = hostile.Body(Members(hostile, route));
            headers.Add(("Content-Type", hostile.Often(0.8) ? "application/json" : hostile.Any(MediaTypes)));
        }

        // What is no HTTP, or too long for it, the server refuses before any function is asked.
        var query = Query(hostile, route);
        whole &= query.Length < MaxQuery && query.All(char.IsAscii) && headers.All(header => header.Value.All(char.IsAscii));
        return new FuzzRequest(number, route.ToString(), whole, method, path + query, key, headers, body, hostile.Often(0.2));
    }

    private static List<(string Name, string Value)> Headers(Hostile hostile, string? key)
    {
        var headers = new List<(string, string)>();
        if (key is not null)
        {
            headers.Add(
                (
                    "Authorization",
                    hostile.Often(0.97)
                        ? $"Bearer {key}"
                        : hostile.Any([$"Basic {key}", key, "Bearer", $"Bearer  {key} {key}", $"Bearer {new string('k', 8_000)}", "Bearer \u00e9"])
                )
            );
        }

        if (hostile.Often(0.05))
        {
            headers.Add(
                (
                    hostile.Any(["X-Forwarded-For", "Accept", "If-Match", "Range", "X-Request-Id", "Accept-Encoding", "Expect", "Cookie"]),
                    hostile.Any(["*", "bytes=0-", "a,b;q=9", new string('x', 4_000), "1.1.1.1, 2.2.2.2"])
                )
            );
        }

        return headers;
    }

    private Dictionary<string, string> Members(Hostile hostile, AppRoute route)
    {
        var schema = ApiFiles.Body(route)?.Schema;
        return schema
                ?.Properties?.Keys.Where(name => schema.Required?.Contains(name) == true || hostile.Often(0.3))
                .ToDictionary(name => name, name => Good(hostile, name))
            ?? new() { ["a"] = "1" };
    }

    /// <summary>A value that the member of that name takes, most of the time, as JSON.</summary>
    private string Good(Hostile hostile, string name) =>
        name switch
        {
            "account" => JsonSerializer.Serialize(hostile.Any(accounts)),
            "amount" => hostile.Any(["\"88\"", "\"100\"", "\"0.01\"", "\"12345678.12345678\""]),
            "currency" => hostile.Any(["\"USDT\"", "\"CNY\"", "null"]),
            "network" => hostile.Any(["\"tron\"", "\"mpay\"", "\"ethereum\"", "null"]),
            "address" => hostile.Any(["\"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8\"", "\"0x52908400098527886E0F7030069857D2E4169EE7\""]),
            "reference" => $"\"fuzz-{hostile.Number(40)}\"",
            "return_url" => "\"https://shop.example/\"",
            "details" => hostile.Any(["null", "{}", "{\"username\":\"payer\"}"]),
            "version" => hostile.Any(["0", "1", "2"]),
            "outcome" => hostile.Any(["\"completed\"", "\"failed\"", "\"resubmit\""]),
            "endpoint" => hostile.Any(["null", "\"main\""]),
            "from" => "\"2026-01-01T00:00:00Z\"",
            "to" => "\"2026-03-01T00:00:00Z\"",
            "cursor" => "null",
            _ => $"\"fuzz-{hostile.Any(["1", "2", "3", "4", "5"])}\"",
        };

    private string Query(Hostile hostile, AppRoute route)
    {
        var parts = new List<string>();
        foreach (var parameter in ApiFiles.Operation(route)?.Parameters?.Where(parameter => parameter.In == ParameterLocation.Query) ?? [])
        {
            if (hostile.Often(parameter.Required ? 0.1 : 0.7))
                continue;
            var name = parameter.Name!;
            parts.Add($"{name}={(hostile.Often(0.5) ? GoodQuery(hostile, name) : Uri.EscapeDataString(WellFormed(hostile.Text())))}");
        }

        while (hostile.Often(0.1))
        {
            parts.Add(
                hostile.Any([
                    $"{hostile.Any(_names)}={Uri.EscapeDataString(WellFormed(hostile.Text()))}",
                    "%",
                    "%ff=%fe",
                    "a=%zz",
                    "&&&",
                    "=",
                    "limit=1&limit=2",
                    "\u00e9=1",
                ])
            );
        }

        return parts.Count > 0 ? "?" + string.Join('&', parts) : "";
    }

    private string GoodQuery(Hostile hostile, string name) =>
        name switch
        {
            "account" => hostile.Any(accounts),
            "limit" => hostile.Any([1, 2, 100]).ToString(CultureInfo.InvariantCulture),
            "status" => hostile.Any(["completed", "pending", "awaiting_payment"]),
            "from" => "2026-01-01",
            "to" => "2026-01-31",
            "after" => hostile.Any(ids),
            "endpoint" => "main",
            _ => "fuzz-1",
        };

    // Half a character cannot be written into a URL.
    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());
}
