using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The app dies before or after, or loses the answer of, each storage call of an operator's change of the directory, and starts again. The operator
/// sends the same request again: the change stands there once, and its history has one entry of it.
/// </summary>
public sealed class DirectoryCrashes(ITestOutputHelper output)
{
    internal static readonly Dictionary<string, Change> Changes = new()
    {
        ["CreateMerchant"] = new("merchant.created", HttpMethod.Post, "", (n, _) => new { id = Id(n) }),
        ["ReplaceMerchant"] = new("merchant.replaced", HttpMethod.Put, "/{0}", (_, _) => new { name = "Other Ltd" }, Tagged: true),
        ["DisableMerchant"] = new("merchant.disabled", HttpMethod.Post, "/{0}/disable", (_, _) => null, Tagged: true, Of: "/{0}"),
        ["CreateAccount"] = new("account.created", HttpMethod.Post, "/{0}/accounts", (n, hub) => Account(hub, n, "new")),
        ["ReplaceAccount"] = new("account.replaced", HttpMethod.Put, "/{0}/accounts/{0}_old", Other, Tagged: true),
        ["RotateCallbackId"] = new(
            "account.callback_id_rotated",
            HttpMethod.Post,
            "/{0}/accounts/{0}_old/rotate-callback-id",
            Overlap,
            Tagged: true,
            Of: "/{0}/accounts/{0}_old"
        ),
        ["RotateAccountKey"] = new(
            "account.key_rotated",
            HttpMethod.Post,
            "/{0}/accounts/{0}_old/rotate-key",
            (_, _) => new { value = "another-key-of-32-characters-000" },
            Tagged: true,
            Of: "/{0}/accounts/{0}_old"
        ),
        ["CreateMerchantEndpoint"] = new(
            "endpoint.created",
            HttpMethod.Post,
            "/{0}/endpoints",
            (_, _) => new { id = "second", url = "https://shop.example/second" }
        ),
        ["ReplaceMerchantEndpoint"] = new(
            "endpoint.replaced",
            HttpMethod.Put,
            "/{0}/endpoints/main",
            (_, _) => new { url = "https://shop.example/hooks", disabled = true },
            Tagged: true
        ),
        ["RotateMerchantEndpointSecret"] = new(
            "endpoint.secret_rotated",
            HttpMethod.Post,
            "/{0}/endpoints/main/rotate-secret",
            Overlap,
            Tagged: true,
            Of: "/{0}/endpoints/main"
        ),
        ["CreateMerchantApiKey"] = new(
            "api_key.created",
            HttpMethod.Post,
            "/{0}/api-keys",
            (_, _) =>
                new
                {
                    id = "second",
                    owner = "shop",
                    roles = (string[])["read"],
                }
        ),
        ["ReplaceMerchantApiKey"] = new(
            "api_key.replaced",
            HttpMethod.Put,
            "/{0}/api-keys/{1}",
            (_, _) => new { owner = "office", roles = (string[])["read"] },
            Tagged: true
        ),
        ["RevokeMerchantApiKey"] = new("api_key.revoked", HttpMethod.Delete, "/{0}/api-keys/{1}", (_, _) => null),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_crash_at_any_storage_call_leaves_one_state_when_it_is_repeated(string function)
    {
        await using var hub = await Onboarding.StartAsync();
        using var wire = new DirectoryWire(hub);
        var (change, cases) = (Changes[function], 0);
        var struck = new List<string>();

        var plain = await PrepareAsync(hub, wire, change, cases++);
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == function);
        var (status, body, _) = await plain.SendAsync();
        var calls = hub.Process.Probe.Calls.Count;
        Assert.True(status is 200 or 201 or 204, $"{status} {body}");
        Assert.InRange(calls, 4, 14);

        var faults = Enumerable
            .Range(1, calls)
            .SelectMany(call => ((int Call, StorageFault Fault)[])[(call, StorageFault.DieBefore), (call, StorageFault.LoseAnswer)])
            // After one call is before the next.
            .Append((calls, StorageFault.DieAfter));
        foreach (var (call, fault) in faults)
        {
            var one = await PrepareAsync(hub, wire, change, cases++);
            hub.Process.Probe.Start(next => next.Number == call ? fault : StorageFault.None, counts: _ => RunningFunction.Name == function);
            var first = TryAsync(one);
            struck.Add($"{fault} {(await hub.Process.Probe.Struck.WaitAsync(Hub.Patience)).Name}");
            if (fault == StorageFault.LoseAnswer)
            {
                Assert.True(await first is 200 or 201 or 204, $"{struck[^1]}: {await first}");
            }
            else
            {
                hub.Process.Kill();
                await first.WaitAsync(Hub.Patience);
                await hub.BringUpAsync();
            }

            var again = await one.SendAsync();
            Assert.True(again.Status is 200 or 201 or 204 or 404 or 409 or 412, $"{struck[^1]}: {again.Status} {again.Body}");
            var history = await HistoryAsync(wire, one.Merchant);
            Assert.True(one.Version + 1 == history.Count, $"{struck[^1]}: {string.Join(", ", history)}");
            Assert.Equal(change.What, history[0]);
        }

        output.WriteLine($"{function}: {string.Join("; ", struck)}");
    }

    private static string Id(int n) => FormattableString.Invariant($"shop_{n}");

    private static string MerchId(int n, string which) => FormattableString.Invariant($"{10_000 + (n * 2) + (which == "old" ? 0 : 1)}");

    private static object Overlap(int n, Hub hub) => new { overlap = "01:00:00" };

    private static object Account(Hub hub, int n, string which) =>
        new
        {
            id = $"{Id(n)}_{which}",
            provider = "mpay",
            base_url = hub.Sandbox.BaseUrl,
            settings = new
            {
                merch_id = MerchId(n, which),
                md5_key = hub.Alpha.Keys.MPay.Md5Key,
                public_key = hub.Alpha.Keys.MPay.PublicKey,
            },
        };

    private static object Other(int n, Hub hub) =>
        new
        {
            provider = "mpay",
            base_url = hub.Sandbox.BaseUrl,
            withdrawals = "on",
            settings = new
            {
                merch_id = MerchId(n, "old"),
                md5_key = hub.Alpha.Keys.MPay.Md5Key,
                public_key = hub.Alpha.Keys.MPay.PublicKey,
            },
        };

    /// <summary>A merchant with one of everything, unless it is the merchant that is to be created; and the request for its change.</summary>
    internal static async Task<Prepared> PrepareAsync(Hub hub, DirectoryWire wire, Change change, int n)
    {
        const string Root = "/ops/merchants";
        if (change.Path.Length == 0)
            return new(Id(n), 0, () => wire.SendAsync(change.Method, Root, change.Body(n, hub)));

        await wire.CreateAsync(Root, new { id = Id(n) });
        await wire.CreateAsync($"{Root}/{Id(n)}/accounts", Account(hub, n, "old"));
        await wire.CreateAsync($"{Root}/{Id(n)}/endpoints", new { id = "main", url = "https://shop.example/hooks" });
        var key = await wire.CreateAsync($"{Root}/{Id(n)}/api-keys", new { owner = "office", roles = (string[])["admin"] });
        string Path(string path) =>
            Root + path.Replace("{0}", Id(n), StringComparison.Ordinal).Replace("{1}", (string)key["id"]!, StringComparison.Ordinal);
        var tag = change.Tagged ? (await wire.SendAsync(HttpMethod.Get, Path(change.Of ?? change.Path))).Tag : null;
        return new(Id(n), 4, () => wire.SendAsync(change.Method, Path(change.Path), change.Body(n, hub), ifMatch: tag));
    }

    internal static async Task<IReadOnlyList<string>> HistoryAsync(DirectoryWire wire, string merchant) =>
        [
            .. (await wire.SendAsync(HttpMethod.Get, $"/ops/merchants/{merchant}/history")).Body!["data"]!
                .AsArray()
                .Select(change => (string)change!["what"]!),
        ];

    /// <summary>The status; 0 when the connection broke.</summary>
    private static async Task<int> TryAsync(Prepared prepared)
    {
        try
        {
            return (await prepared.SendAsync()).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <param name="What">What its history calls it.</param>
    /// <param name="Path">Under /ops/merchants; {0} is the merchant, {1} its key.</param>
    /// <param name="Tagged">Whether it wants the version that was seen.</param>
    /// <param name="Of">Where that is read; null: at the same path.</param>
    internal sealed record Change(string What, HttpMethod Method, string Path, Func<int, Hub, object?> Body, bool Tagged = false, string? Of = null);

    /// <param name="Version">How many changes its history has before.</param>
    internal sealed record Prepared(string Merchant, int Version, Func<Task<(int Status, JsonNode? Body, string? Tag)>> SendAsync);
}
