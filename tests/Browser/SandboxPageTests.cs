using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>The sandbox's pages, where whoever tries the hub is payer and provider, and the page that describes the API.</summary>
[Collection(BrowserTests.Name)]
public sealed class SandboxPageTests(BrowserWorld world)
{
    private Hub Hub => world.Hub;

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task The_payer_s_page_at_MPay_has_a_code_that_leads_to_it(int width, bool dark)
    {
        var order = await world.MPayAsync($"sandbox-{width}");
        var url = (string)order["payment_url"]!;
        await using var page = await BrowserPage.OpenAsync(world.Browser, new Uri(url), width, dark);

        Assert.Equal(url, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Paying_on_the_provider_s_page_turns_the_hub_s_to_success()
    {
        var order = await world.MPayAsync("sandbox-both");
        await using var ours = await BrowserPage.OpenAsync(world.Browser, new Uri((string)order["page_url"]!));

        await ours.FollowAsync("#facts a.button");
        await ours.FollowAsync("button[value=finish]");
        Assert.Contains("Paid. Thank you.", await ours.TextAsync("main"), StringComparison.Ordinal);
        await ours.AssertSoundAsync();
        await ours.Page.GoToAsync((string)order["page_url"]!);

        await ours.SaysAsync("#live", "88 CNY has arrived.");
    }

    [Theory]
    [InlineData("/sandbox", 1100, false)]
    [InlineData("/sandbox", 320, true)]
    [InlineData("/sandbox/withdrawals", 1100, true)]
    public async Task The_sandbox_s_pages_can_be_read_by_everybody(string path, int width, bool dark)
    {
        await world.MPayAsync($"sandbox-home{path}-{width}".Replace('/', '-'));
        await using var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Sandbox.BaseUrl + path), width, dark);

        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task The_payer_s_page_at_Pay_Protocol_has_the_address_s_code()
    {
        var order = await world.PaymentOrderAsync("sandbox-order");
        var number = new Uri((string)order["payment_url"]!).AbsolutePath;
        await using var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Sandbox.BaseUrl + number), 320);

        Assert.Equal((string)order["address"]!, await Chromium.DecodeAsync(await page.ScreenshotAsync()));
        await page.AssertSoundAsync();
    }
}
