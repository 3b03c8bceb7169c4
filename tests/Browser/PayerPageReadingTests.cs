using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>Payers who read another language, have no scripts, use a keyboard or have a small screen.</summary>
[Collection(BrowserTests.Name)]
public sealed class PayerPageReadingTests(BrowserWorld world) : PayerPageBench(world)
{
    [Fact]
    public async Task The_address_and_the_amount_are_copied_by_a_button()
    {
        var order = await World.PaymentOrderAsync("browser-copy");
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
        var order = await World.PaymentOrderAsync("browser-zh");
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
        var order = await World.PaymentOrderAsync("browser-plain");
        await using var page = await OpenAsync(Page(order), scripts: false);

        Assert.Equal("10", await page.AskAsync<string>("document.querySelector('noscript meta[http-equiv=refresh]').content"));
        Assert.Equal("none", await page.AskAsync<string>("getComputedStyle(document.querySelector('button.copy')).display"));
        Assert.Contains("minutes", await page.TextAsync("#left"), StringComparison.Ordinal);
        Assert.Equal((string)order["address"]!, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
    }

    [Fact]
    public async Task The_page_is_small_and_nothing_in_it_moves()
    {
        var order = await World.PaymentOrderAsync("browser-small");
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
        var order = await World.PaymentOrderAsync("browser-keys");
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
        var (url, _, _) = await World.AddressAsync(Hub.Beta, Hub.Beta.GatewayAccount, "browser-look");
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
}
