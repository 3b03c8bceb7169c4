using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/house: what the last check of our own rows found.</summary>
public sealed class GetHouse(HouseCheck house, HttpEdge edge)
{
    [Function(nameof(GetHouse))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/house")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => HouseResult.Of(await house.FindAsync(cancellationToken)));
}
