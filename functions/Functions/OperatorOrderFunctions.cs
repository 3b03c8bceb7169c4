using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>Any order, and those that need a person, for operators.</summary>
public sealed class OperatorOrderFunctions(
    OrderReading orders,
    ReviewResolver resolver,
    OrderReopening reopening,
    DetailErasure erasure,
    TimeProvider clock,
    HttpEdge edge
)
{
    /// <summary>GET /ops/orders: any merchant's orders, by a name that they go by or in a list.</summary>
    [Function(nameof(FindOrders))]
    public Task<IResult> FindOrders(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/orders")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await orders.Search.ListAsync(request.Query, cancellationToken), OperationBody.Found)
        );

    /// <summary>GET /ops/orders/{id}: an order with everything that happened to it.</summary>
    [Function(nameof(ReadOrder))]
    public Task<IResult> ReadOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/orders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => JsonResult.Of(await orders.History.FindAsync(id, cancellationToken), found => OrderHistoryBody.Of(found, clock.GetUtcNow()))
        );

    /// <summary>GET /ops/reviews: orders that wait for a person, newest first.</summary>
    [Function(nameof(ListReviews))]
    public Task<IResult> ListReviews(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/reviews")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ =>
                ListResult.Of(
                    await orders.Reviews.ListAsync(request.Query, cancellationToken),
                    order => OperationBody.Review(order, clock.GetUtcNow())
                )
        );

    /// <summary>POST /ops/orders/{id}/review: an operator has an order looked at again.</summary>
    [Function(nameof(ReopenOrder))]
    public Task<IResult> ReopenOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{id}/review")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync<ReopenRequest>(
            request,
            OperatorRoles.Operate,
            async (by, wanted, token) => MerchantResult.Of(await reopening.ReopenAsync(by, id, wanted, token)),
            OrderReopening.Check
        );

    /// <summary>POST /ops/orders/{id}/resolve: an operator decides on an order in review.</summary>
    [Function(nameof(ResolveOrder))]
    public Task<IResult> ResolveOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{id}/resolve")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync<ResolveRequest>(
            request,
            OperatorRoles.Money,
            async (by, wanted, token) => ReviewResult.Of(await resolver.ResolveAsync(by, id, wanted, token)),
            ReviewResolver.Check
        );

    /// <summary>POST /ops/orders/{id}/resolve/withdraw: takes back what awaits a second operator.</summary>
    [Function(nameof(WithdrawResolution))]
    public Task<IResult> WithdrawResolution(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{id}/resolve/withdraw")] HttpRequest request,
        string id
    ) => edge.ChangeAsync(request, OperatorRoles.Money, async (deed, token) => MerchantResult.Of(await resolver.WithdrawAsync(deed, id, token)));

    /// <summary>POST /ops/orders/{id}/erase: erases what is personal in a withdrawal that is over.</summary>
    [Function(nameof(EraseDetails))]
    public Task<IResult> EraseDetails(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{id}/erase")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Money,
            OwnDeadline.Storing,
            async (by, token) => MerchantResult.Of(await erasure.EraseAsync(by, id, token))
        );
}

/// <summary>The ways in which operators read orders.</summary>
public sealed record OrderReading(OperatorOrderSearch Search, OrderHistory History, ReviewList Reviews);
