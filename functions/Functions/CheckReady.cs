using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>GET /health/ready: the app can do its work, for storage answers too.</summary>
public sealed class CheckReady(StorageHealth storage)
{
    [Function(nameof(CheckReady))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken) =>
        await storage.IsReadyAsync(cancellationToken)
            ? Results.Text("ready")
            : Results.Text("storage does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
}
