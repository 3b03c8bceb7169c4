using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>POST /v1/webhooks/test: sends a signed test.ping now and says what came back.</summary>
public sealed class TestWebhooks(TestPings pings, HttpEdge edge)
{
    [Function(nameof(TestWebhooks))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/webhooks/test")] HttpRequest request) =>
        edge.ChangeAsync<TestPingRequest>(
            request,
            Roles.Deposits | Roles.Withdrawals,
            async (caller, wanted, token) => EventResult.Of(await pings.PingAsync(caller.Merchant, wanted.Endpoint, token)));
}
