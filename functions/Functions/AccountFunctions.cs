using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>Accounts, for merchants.</summary>
public sealed class AccountFunctions(AccountListing accounts, HttpEdge edge)
{
    /// <summary>GET /v1/accounts: the merchant's accounts and what each can do.</summary>
    [Function(nameof(ListAccounts))]
    public Task<IResult> ListAccounts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/accounts")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller => ListResult.Of(await accounts.ListAsync(caller.Merchant, request.Query, cancellationToken), ListBody.Account)
        );
}
