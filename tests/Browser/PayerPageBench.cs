using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>Opens payers' pages in the browser.</summary>
public abstract class PayerPageBench(BrowserWorld world)
{
    private protected BrowserWorld World => world;

    private protected const int MaxBytes = 60 * 1024;

    private protected Hub Hub => world.Hub;

    private protected static Uri Page(System.Text.Json.Nodes.JsonNode order) => new((string)order["page_url"]!);

    private protected Task<BrowserPage> OpenAsync(Uri url, int width = 1100, bool dark = false, string language = "en", bool scripts = true) =>
        BrowserPage.OpenAsync(world.Browser, url, width, dark, language, scripts);
}
