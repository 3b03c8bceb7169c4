using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>What a payer sees, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class PayerPageTests(BrowserWorld world)
{
    private const int MaxBytes = 60 * 1024;

    private Hub Hub => world.Hub;

    [Fact]
    public async Task An_address_s_page_turns_to_success_by_itself()
    {
        var (url, address, _) = await world.AddressAsync(Hub.Alpha, Hub.Alpha.GatewayAccount, "browser-1");
        await using var page = await OpenAsync(url);
        Assert.Equal(address, (await page.TextAsync("code.address")).ReplaceLineEndings(""));
        Assert.Contains("TRON", await page.TextAsync("dd.loud"), StringComparison.Ordinal);
        Assert.Contains("Send only USDT, and only over the TRON (TRC-20) network", await page.TextAsync(".only"), StringComparison.Ordinal);
        await page.AssertSoundAsync();

        await Hub.Sandbox.Gateway.PayAsync(
            new()
            {
                Account = "alpha",
                Identify = "browser-1",
                Amount = "51.25",
            }
        );

        await page.SaysAsync("#live", "51.25 USDT has arrived.");
        Assert.StartsWith("Paid", await page.Page.GetTitleAsync(), StringComparison.Ordinal);
        Assert.Null(await page.Page.QuerySelectorAsync("figure"));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task After_a_payment_the_page_shows_the_address_again_for_the_next_one()
    {
        var (url, address, _) = await world.AddressAsync(Hub.Alpha, Hub.Alpha.GatewayAccount, "browser-2");
        await using var page = await OpenAsync(url);
        await Hub.Sandbox.Gateway.PayAsync(
            new()
            {
                Account = "alpha",
                Identify = "browser-2",
                Amount = "1",
            }
        );
        await page.SaysAsync("#live", "1 USDT has arrived.");

        await page.FollowAsync("#facts a.button");
        await page.SaysAsync("#live", "Waiting for your payment");
        Assert.Equal(address, (await page.TextAsync("code.address")).ReplaceLineEndings(""));
        await Hub.Sandbox.Gateway.PayAsync(
            new()
            {
                Account = "alpha",
                Identify = "browser-2",
                Amount = "2",
            }
        );

        await page.SaysAsync("#live", "2 USDT has arrived.");
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(1100, true)]
    [InlineData(320, false)]
    [InlineData(320, true)]
    public async Task The_code_on_the_screen_decodes_to_exactly_the_address(int width, bool dark)
    {
        var (url, address, _) = await world.AddressAsync(Hub.Alpha, Hub.Alpha.PayProtocolAccount, "browser-3");
        await using var page = await OpenAsync(url, width, dark);

        Assert.Equal(address, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task The_code_as_a_picture_decodes_to_exactly_the_address()
    {
        var order = await world.PaymentOrderAsync("browser-png");
        using var client = new HttpClient();

        var png = await client.GetByteArrayAsync(new Uri((string)order["page_url"]! + "/qr.png"));

        Assert.Equal((string)order["address"]!, await Chromium.DecodeAsync(png));
    }

    [Fact]
    public async Task A_payment_order_s_page_asks_for_the_rest_and_then_thanks()
    {
        var order = await world.PaymentOrderAsync("browser-part");
        var id = (string)order["id"]!;
        await using var page = await OpenAsync(Page(order));
        Assert.Equal("12.5 USDT", await page.TextAsync("h1"));
        Assert.Matches(@"^\d+:\d\d", await page.TextAsync("#left"));

        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "4");
        await page.SaysAsync("#live", "8.5 USDT is missing");
        Assert.Equal("8.5 USDT", await page.TextAsync("h1"));
        Assert.Equal((string)order["address"]!, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);

        await page.SaysAsync("#live", "12.5 USDT has arrived.");
        Assert.Equal("https://shop.example/back", await page.AskAsync<string>("document.querySelector('#facts a.button').href"));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Too_much_is_told_with_how_much()
    {
        var order = await world.PaymentOrderAsync("browser-much");
        await using var page = await OpenAsync(Page(order));

        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync((string)order["id"]!, "14");

        await page.SaysAsync("#live", "Too much has come");
        await page.SaysAsync("#live", "1.5 USDT more than was asked for");
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task A_payment_on_its_way_is_told()
    {
        var order = await world.PaymentOrderAsync("browser-seen");
        await using var page = await OpenAsync(Page(order));

        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync((string)order["id"]!, status: RechargeStatus.Pending);

        await page.SaysAsync("#live", "Payment seen");
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task An_MPay_deposit_s_page_leads_to_the_provider_s()
    {
        var order = await world.MPayAsync("browser-mpay");
        await using var page = await OpenAsync(Page(order));
        var expected = (string)order["payment_url"]!;

        Assert.Equal("88 CNY", await page.TextAsync("h1"));
        Assert.Equal(expected, await page.AskAsync<string>("document.querySelector('#facts a.button').href"));
        Assert.Equal(expected, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
        await Hub.Sandbox.MPay.PayAsync((string)order["id"]!);

        await page.SaysAsync("#live", "88 CNY has arrived.");
    }

    [Fact]
    public async Task The_address_and_the_amount_are_copied_by_a_button()
    {
        var order = await world.PaymentOrderAsync("browser-copy");
        await using var page = await OpenAsync(Page(order));
        await page.Page.BrowserContext.OverridePermissionsAsync(
            Hub.Address.GetLeftPart(UriPartial.Authority),
            [PuppeteerSharp.OverridePermission.ClipboardReadWrite]
        );
        await page.Page.BringToFrontAsync();
        var copied = new List<string>();

        foreach (var button in await page.Page.QuerySelectorAllAsync("button.copy"))
        {
            await button.ClickAsync();
            await page.SaysAsync("main", "Copied");
            copied.Add(await page.AskAsync<string>("navigator.clipboard.readText()"));
            await Eventually.TrueAsync(
                async () => !(await page.TextAsync("main")).Contains("Copied", StringComparison.Ordinal),
                Hub.Patience,
                "the button says what it does again"
            );
        }

        Assert.Equal(["12.5", (string)order["address"]!], copied);
    }

    [Fact]
    public async Task Chinese_is_what_a_Chinese_browser_gets_and_what_the_switch_gives_anybody()
    {
        var order = await world.PaymentOrderAsync("browser-zh");
        await using var chinese = await OpenAsync(Page(order), width: 320, language: "zh-CN,zh;q=0.9,en;q=0.8");
        await using var english = await OpenAsync(Page(order), language: "de,en;q=0.5");

        Assert.Equal(
            ("zh-Hans", "等待您的付款"),
            (await chinese.AskAsync<string>("document.documentElement.lang"), await chinese.TextAsync("#live h2"))
        );
        await chinese.AssertSoundAsync();
        await english.FollowAsync("nav a");
        await english.SaysAsync("#live", "等待您的付款");
        await english.FollowAsync("nav a");
        await english.SaysAsync("#live", "Waiting for your payment");
    }

    [Fact]
    public async Task Without_scripts_everything_is_there_and_the_page_asks_again_by_itself()
    {
        var order = await world.PaymentOrderAsync("browser-plain");
        await using var page = await OpenAsync(Page(order), scripts: false);

        Assert.Equal("10", await page.AskAsync<string>("document.querySelector('noscript meta[http-equiv=refresh]').content"));
        Assert.Equal("none", await page.AskAsync<string>("getComputedStyle(document.querySelector('button.copy')).display"));
        Assert.Contains("minutes", await page.TextAsync("#left"), StringComparison.Ordinal);
        Assert.Equal((string)order["address"]!, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
    }

    [Fact]
    public async Task The_page_is_small_and_nothing_in_it_moves()
    {
        var order = await world.PaymentOrderAsync("browser-small");
        await using var page = await OpenAsync(Page(order), width: 390);
        await page.SaysAsync("#left", ":");

        Assert.InRange(await page.BytesAsync(), 1, MaxBytes);
        Assert.Equal(
            0,
            await page.AskAsync<double>(
                "new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => done(0), 300))"
            )
        );
    }

    [Fact]
    public async Task A_keyboard_reaches_everything_and_sees_where_it_is()
    {
        var order = await world.PaymentOrderAsync("browser-keys");
        await using var page = await OpenAsync(Page(order));
        var reached = new List<string>();

        for (var i = 0; i < 4; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.AskAsync<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"));
            Assert.NotEqual("none", await page.AskAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }

        Assert.Equal(["简体中文", "Copy the amount", "Copy the address", "Back to the shop"], reached);
    }

    [Fact]
    public async Task A_merchant_s_own_look_passes_the_policy()
    {
        var (url, _, _) = await world.AddressAsync(Hub.Beta, Hub.Beta.GatewayAccount, "browser-look");
        await using var page = await OpenAsync(url, dark: true);

        Assert.Equal("Beta", await page.TextAsync(".brand"));
        Assert.Equal("rgb(122, 31, 92)", await page.AskAsync<string>("getComputedStyle(document.querySelector('.card')).borderTopColor"));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task A_link_that_is_none_says_so()
    {
        await using var page = await OpenAsync(new Uri(Hub.Address, "/pay/nothing"), width: 320);

        Assert.Contains("There is no such payment page", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    private static Uri Page(System.Text.Json.Nodes.JsonNode order) => new((string)order["page_url"]!);

    private Task<BrowserPage> OpenAsync(Uri url, int width = 1100, bool dark = false, string language = "en", bool scripts = true) =>
        BrowserPage.OpenAsync(world.Browser, url, width, dark, language, scripts);
}
