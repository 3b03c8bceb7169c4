using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>What a payer sees, in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class PayerPageTests(BrowserWorld world) : PayerPageBench(world)
{
    [Fact]
    public async Task An_address_s_page_turns_to_success_by_itself()
    {
        var (url, address, _) = await World.AddressAsync(Hub.Alpha, Hub.Alpha.GatewayAccount, "browser-1");
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
        var (url, address, _) = await World.AddressAsync(Hub.Alpha, Hub.Alpha.GatewayAccount, "browser-2");
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
        var (url, address, _) = await World.AddressAsync(Hub.Alpha, Hub.Alpha.PayProtocolAccount, "browser-3");
        await using var page = await OpenAsync(url, width, dark);

        Assert.Equal(address, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task The_code_as_a_picture_decodes_to_exactly_the_address()
    {
        var order = await World.PaymentOrderAsync("browser-png");
        using var client = new HttpClient();

        var png = await client.GetByteArrayAsync(new Uri((string)order["page_url"]! + "/qr.png"));

        Assert.Equal((string)order["address"]!, await Chromium.DecodeAsync(png));
    }

    [Fact]
    public async Task A_payment_order_s_page_asks_for_the_rest_and_then_thanks()
    {
        var order = await World.PaymentOrderAsync("browser-part");
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
        var order = await World.PaymentOrderAsync("browser-much");
        await using var page = await OpenAsync(Page(order));

        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync((string)order["id"]!, "14");

        await page.SaysAsync("#live", "Too much was paid");
        await page.SaysAsync("#live", "1.5 USDT more than was asked for");
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task A_payment_on_its_way_is_told()
    {
        var order = await World.PaymentOrderAsync("browser-seen");
        await using var page = await OpenAsync(Page(order));

        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync((string)order["id"]!, status: RechargeStatus.Pending);

        await page.SaysAsync("#live", "Payment seen");
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task An_MPay_deposit_s_page_leads_to_the_provider_s()
    {
        var order = await World.MPayAsync("browser-mpay");
        await using var page = await OpenAsync(Page(order));
        var expected = (string)order["payment_url"]!;

        Assert.Equal("88 CNY", await page.TextAsync("h1"));
        Assert.Equal(expected, await page.AskAsync<string>("document.querySelector('#facts a.button').href"));
        Assert.Equal(expected, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
        await Hub.Sandbox.MPay.PayAsync((string)order["id"]!);

        await page.SaysAsync("#live", "88 CNY has arrived.");
    }
}
