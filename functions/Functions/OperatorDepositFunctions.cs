using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>Deposits that operators enter by hand.</summary>
public sealed class OperatorDepositFunctions(DepositEntries entries, DepositEntryCheck check, HttpEdge edge)
{
    /// <summary>POST /ops/deposits: an operator enters a deposit that no provider has told of.</summary>
    [Function(nameof(EnterDeposit))]
    public Task<IResult> EnterDeposit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/deposits")] HttpRequest request) =>
        edge.ChangeAsync<DepositEntryRequest>(
            request,
            OperatorRoles.Money,
            async (by, wanted, token) => ReviewResult.Of(await entries.EnterAsync(by, wanted, token)),
            check.Check
        );
}
