using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>
/// The pictures in the documents. With PAYMENTHUB_SCREENSHOTS=yes they are made anew, in docs/images; without it, only that they can be
/// made is tried. Any other value names a folder, where every screen is kept in every way in which it can be seen.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class Screenshots(BrowserWorld world)
{
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("PAYMENTHUB_SCREENSHOTS");

    private Hub Hub => world.Hub;

    [Fact]
    public async Task The_payer_s_page_can_be_pictured()
    {
        var order = await world.PaymentOrderAsync("picture");
        var url = new Uri((string)order["page_url"]!);

        await KeepAsync("payer", url, "Waiting for your payment", 1000);
        await KeepAsync("payer-phone", url, "等待您的付款", 390, dark: true, language: "zh");
        if (Wanted is null or "yes")
            return;

        await EveryWayAsync("order", url);
        await EveryWayAsync("address", (await world.AddressAsync(Hub.Beta, Hub.Beta.GatewayAccount, "picture")).Page);
        await EveryWayAsync("address-pay", (await world.AddressAsync(Hub.Alpha, Hub.Alpha.PayProtocolAccount, "picture")).Page);
        await EveryWayAsync("mpay", new Uri((string)(await world.MPayAsync("picture-mpay"))["page_url"]!));
        await EveryWayAsync("sandbox", new Uri(Hub.Sandbox.BaseUrl + "/sandbox"));
        await EveryWayAsync("sandbox-mpay", new Uri((string)(await world.MPayAsync("picture-mpay-2"))["payment_url"]!));
        await EveryWayAsync("sandbox-order", new Uri(Hub.Sandbox.BaseUrl + new Uri((string)order["payment_url"]!).AbsolutePath));
        await EveryWayAsync("none", new Uri(Hub.Address, "/pay/none"));
        await PayAsync("part", id => Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "4"), "8.5 USDT is missing");
        await PayAsync("much", id => Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "14"), "Too much");
        await PayAsync("paid", id => Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id), "Paid");
        await PayAsync("seen", id => Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, status: RechargeStatus.Pending), "seen");
    }

    [Fact]
    public async Task The_console_can_be_pictured()
    {
        var bench = new ConsoleBench(world);
        string[] paid = [await bench.PaidAsync("A-1001"), await bench.PaidAsync("A-1002"), await bench.PaidAsync("A-1003")];
        var review = await bench.ReviewAsync("A-1004");
        await using (var page = await bench.OpenAsync(world.OperatorKey, $"/console/orders/{paid[0]}"))
            await ConsoleBench.DoAsync(page, "refresh", "The payer says that it was paid twice.");
        await KeepConsoleAsync("console", "/console", 1200, dark: false);
        await KeepConsoleAsync("console-order", $"/console/orders/{review}", 1200, dark: false);
        if (Wanted is null or "yes")
            return;

        (string Name, string Path)[] pages =
        [
            ("overview", "/console"),
            ("order", $"/console/orders/{paid[0]}"),
            ("review", $"/console/orders/{review}"),
            ("decision", $"/console/orders/{review}/decision"),
            ("found", "/console/find?q=payer"),
            ("nothing", "/console/find?q=nothing"),
            ("orders", $"/console/orders?account={Hub.Alpha.PayProtocolAccount}"),
            ("waiting", "/console/waiting/quarantine"),
            ("decisions", "/console/waiting/decisions"),
            ("silent", "/console/waiting/silent"),
            ("accounts", "/console/accounts"),
            ("account", $"/console/accounts/{Hub.Alpha.PayProtocolAccount}"),
            ("merchants", "/console/merchants"),
            ("merchant", "/console/merchants/alpha"),
        ];
        foreach (var (width, dark) in new[] { (1200, false), (1200, true), (320, false), (320, true) })
        {
            await KeepAsync($"sign-in-{width}-{(dark ? "dark" : "light")}", new Uri(Hub.Address, "/console"), "", width, dark);
            foreach (var (name, path) in pages)
                await KeepConsoleAsync($"{name}-{width}-{(dark ? "dark" : "light")}", path, width, dark);
        }
    }

    [Fact]
    public async Task Taking_a_merchant_on_can_be_pictured()
    {
        await using var hub = await ConsoleBench.StartAsync();
        (int Width, bool Dark)[] ways = Wanted is null or "yes" ? [(1200, false)] : [(1200, false), (1200, true), (320, false), (320, true)];
        foreach (var (width, dark) in ways)
        {
            var way = $"{width}-{(dark ? "dark" : "light")}";
            await using var page = await new ConsoleBench(world, hub).OpenAsync(hub.Operator.Key, "/console/merchants", width, dark);
            await LookAtAsync(page, "merchants", "{ \"id\": \"The Shop\", \"nme\": \"The Shop Ltd\" }");
            await KeepWayAsync(page, "onboarding-mistakes", way);
            await LookAtAsync(page, "merchants", $"{{ \"id\": \"shop{Array.IndexOf(ways, (width, dark))}\", \"name\": \"The Shop Ltd\" }}");
            await KeepWayAsync(page, "onboarding-plan", way);
            await page.FollowAsync("button[value=apply]");
            await page.Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
            await KeepWayAsync(page, "onboarding-merchant", way);
            await LookAtAsync(page, "api-keys", "{ \"owner\": \"shop\", \"roles\": [\"read\", \"deposits\"] }");
            if (ways.Length == 1)
                await KeepAsync("console-onboarding", await page.ScreenshotAsync());
            await page.FollowAsync("button[value=apply]");
            await KeepWayAsync(page, "onboarding-secret", way);
            await page.FollowAsync("section a");
            await page.FollowAsync("a[href*='/api-keys/']");
            await page.Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
            await KeepWayAsync(page, "key", way);
        }

        async Task KeepWayAsync(BrowserPage page, string name, string way)
        {
            if (ways.Length > 1)
                await KeepAsync($"{name}-{way}", await page.ScreenshotAsync());
        }

        static async Task LookAtAsync(BrowserPage page, string kind, string document)
        {
            var form = $"#document-{kind}";
            await page.Page.EvaluateFunctionAsync("(form, text) => { document.querySelector(form).value = text; }", form, document);
            await page.Page.EvaluateFunctionAsync(
                "form => { const folded = document.querySelector(form).closest('details'); if (folded) folded.open = true; }",
                form
            );
            await page.FollowAsync($"form:has({form}) button");
        }
    }

    private async Task KeepConsoleAsync(string name, string path, int width, bool dark)
    {
        await using var page = await new ConsoleBench(world).OpenAsync(world.OperatorKey, path, width, dark);
        // Unfolded in a folder, so that each form is seen; the documents' pictures are as a page is opened.
        if (Wanted is not (null or "yes"))
            await page.Page.EvaluateExpressionAsync("document.querySelectorAll('details.deed').forEach(one => { one.open = true; })");
        await KeepAsync(name, await page.ScreenshotAsync());
    }

    private async Task PayAsync(string name, Func<string, Task> pay, string said)
    {
        var order = await world.PaymentOrderAsync("picture-" + name);
        var url = new Uri((string)order["page_url"]!);
        await pay((string)order["id"]!);
        await using (var page = await BrowserPage.OpenAsync(world.Browser, url))
            await page.SaysAsync("#live", said);
        await EveryWayAsync(name, url);
    }

    private async Task EveryWayAsync(string name, Uri url)
    {
        foreach (var (width, dark, language) in new[] { (1100, false, "en"), (1100, true, "zh"), (320, false, "zh"), (320, true, "en") })
            await KeepAsync($"{name}-{width}-{language}", url, "", width, dark, language);
    }

    private async Task KeepAsync(string name, Uri url, string said, int width, bool dark = false, string language = "en")
    {
        await using var page = await BrowserPage.OpenAsync(world.Browser, url, width, dark, language);
        await page.SaysAsync("main", said);
        await KeepAsync(name, await page.ScreenshotAsync());
    }

    private static async Task KeepAsync(string name, byte[] picture)
    {
        Assert.NotEmpty(picture);
        if (Wanted is null)
            return;
        var folder = Wanted == "yes" ? Path.Combine(Repository.Root, "docs", "images") : Wanted;
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
    }
}
