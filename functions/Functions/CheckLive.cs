using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Functions;

/// <summary>GET /health/live: the process answers.</summary>
public static class CheckLive
{
    [Function(nameof(CheckLive))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) => Results.Text("live");
}
