namespace PaymentHub.Sandbox.Pages;

/// <summary>The pages for people.</summary>
internal sealed class PageEndpoints(SandboxServer sandbox)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        app.MapGet("/sandbox", () => Layout.Page("Payment sandbox", HomePage.Of(sandbox)));
        app.MapGet("/sandbox/withdrawals", () => Layout.Page("Withdrawals", WithdrawalsPage.Of(sandbox)));
        app.MapGet("/sandbox/mpay/pay/{id}", (string id) => sandbox.MPay.OrderOfPage(id) is { } order
            ? Layout.Page("MPay sandbox", MPayPage.Of(order))
            : Results.NotFound());
    }
}
