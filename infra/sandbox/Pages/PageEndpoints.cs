namespace PaymentHub.Sandbox.Pages;

/// <summary>The pages for people.</summary>
internal sealed class PageEndpoints(SandboxServer sandbox)
{
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/sandbox", () => sandbox.BaseUrl);
}
