using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The pages for people.</summary>
internal sealed class PageEndpoints(SandboxServer sandbox)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        app.MapGet("/sandbox", () => Layout.Page("Payment sandbox", HomePage.Of(sandbox)));
        app.MapGet("/sandbox/withdrawals", () => Layout.Page("Withdrawals", WithdrawalsPage.Of(sandbox)));
        app.MapGet(
            PayProtocolPaymentCalls.PagePath + "{number}",
            (string number) =>
                sandbox.PayProtocol.PaymentOrders.OfPage(number) is { } order
                    ? Layout.Page("Pay Protocol sandbox", PaymentOrderPage.Of(sandbox.PayProtocol, order))
                    : Results.NotFound()
        );
        app.MapGet(
            MPayPage.Path + "{id}",
            (string id) =>
                sandbox.MPay.OrderOfPage(id) is { } order ? Layout.Page("MPay sandbox", MPayPage.Of(order, sandbox.BaseUrl)) : Results.NotFound()
        );
    }
}
