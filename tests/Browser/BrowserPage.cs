using System.Collections.Concurrent;
using System.Text.Json;
using Deque.AxeCore.Commons;
using PaymentHub.Tests.Support;
using PuppeteerSharp;

namespace PaymentHub.Tests.Browser;

/// <summary>A page in a context of its own: no cookie, no cache and no other page's.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>A page asks every three seconds, and a busy machine may take a while for all that is between the payment and its answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IBrowserContext _context;
    private readonly ConcurrentBag<string> _blocked = [];
    private readonly ConcurrentDictionary<string, Task<byte[]>> _loaded = new();

    private BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, said) =>
        {
            if (said.Message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                _blocked.Add(said.Message.Text);
        };
        page.Response += (_, answer) =>
        {
            if (answer.Response.Request.Method == HttpMethod.Get && answer.Response.Ok)
                _loaded.TryAdd(answer.Response.Url, answer.Response.BufferAsync().AsTask());
        };
    }

    public IPage Page { get; }

    public static async Task<BrowserPage> OpenAsync(
        IBrowser browser,
        Uri url,
        int width = 1100,
        bool dark = false,
        string language = "en",
        bool scripts = true
    )
    {
        var context = await browser.CreateBrowserContextAsync();
        var page = await context.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.EmulateMediaFeaturesAsync([
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = dark ? "dark" : "light" },
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersReducedMotion, Value = "reduce" },
        ]);
        await page.SetExtraHttpHeadersAsync(new() { ["Accept-Language"] = language });
        await page.SetJavaScriptEnabledAsync(scripts);
        var opened = new BrowserPage(context, page);
        await page.GoToAsync(url.AbsoluteUri);
        return opened;
    }

    /// <summary>The text of what a selector finds, as a person sees it.</summary>
    public Task<string> TextAsync(string selector) =>
        Page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector)?.innerText ?? ''", selector);

    public Task<T> AskAsync<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    /// <summary>Clicks on what leads to another page, and waits for that.</summary>
    public Task FollowAsync(string selector) => Task.WhenAll(Page.WaitForNavigationAsync(), Page.ClickAsync(selector));

    /// <summary>Waits until what a selector finds says something.</summary>
    public async Task SaysAsync(string selector, string text)
    {
        var last = "";
        try
        {
            await Eventually.TrueAsync(
                async () => (last = await TextAsync(selector)).Contains(text, StringComparison.Ordinal),
                Patience,
                $"{selector} says '{text}'"
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It says '{last}'.", e);
        }
    }

    public async Task<byte[]> ScreenshotAsync(bool whole = true) => await Page.ScreenshotDataAsync(new ScreenshotOptions { FullPage = whole });

    /// <summary>How much has been loaded for it, everything together.</summary>
    public async Task<int> BytesAsync() => (await Task.WhenAll(_loaded.Values)).Sum(body => body.Length);

    /// <summary>What holds on every screen: no rule of axe broken, nothing blocked by the policy, no scrolling sideways.</summary>
    public async Task AssertSoundAsync()
    {
        await Page.EvaluateExpressionAsync(Axe);
        var found = await Page.EvaluateFunctionAsync<JsonElement>(
            "async () => (await axe.run()).violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' '))"
        );
        Assert.Empty(found.EnumerateArray().Select(violation => violation.GetString()));
        Assert.Empty(_blocked);
        Assert.Equal(0, await AskAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
