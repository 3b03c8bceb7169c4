using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/integrity: what the last check of our own rows found.</summary>
public sealed class GetIntegrity(IntegrityCheck integrity, HttpEdge edge)
{
    [Function(nameof(GetIntegrity))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/integrity")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => IntegrityResult.Of(await integrity.FindAsync(cancellationToken)));
}
