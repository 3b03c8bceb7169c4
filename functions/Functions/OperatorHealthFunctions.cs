using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>How the hub is, for operators: accounts, queues, dead letters, its own rows.</summary>
public sealed class OperatorHealthFunctions(
    AccountActivity activity,
    QueueDepths queues,
    DeadLetters deadLetters,
    IntegrityCheck integrity,
    OpenOrders open,
    HttpEdge edge
)
{
    /// <summary>GET /ops/accounts: when each account was last heard of.</summary>
    [Function(nameof(ListAccountHealth))]
    public Task<IResult> ListAccountHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/accounts")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => JsonResult.Of(await activity.ListAsync(request.Query, cancellationToken), OperationBody.Health)
        );

    /// <summary>GET /ops/queues: how long the queues are, and how long their messages wait.</summary>
    [Function(nameof(ListQueues))]
    public Task<IResult> ListQueues(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/queues")] HttpRequest request,
        CancellationToken cancellationToken
    ) => edge.RunAsync(request, OperatorRoles.View, async _ => ListResult.Of(await queues.ListAsync(cancellationToken), OperationBody.Queue));

    /// <summary>GET /ops/dead-letters: dead letters, the longest due first.</summary>
    [Function(nameof(ListDeadLetters))]
    public Task<IResult> ListDeadLetters(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/dead-letters")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await deadLetters.ListAsync(request.Query, cancellationToken), OperationBody.DeadLetter)
        );

    /// <summary>POST /ops/dead-letters/{key}/revive: makes a dead letter due again.</summary>
    [Function(nameof(ReviveDeadLetter))]
    public Task<IResult> ReviveDeadLetter(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/dead-letters/{key}/revive")] HttpRequest request,
        string key
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Operate,
            async (deed, token) =>
                JsonResult.Of(await deadLetters.ReviveAsync(deed, key, token), OperationBody.DeadLetter, StatusCodes.Status202Accepted)
        );

    /// <summary>GET /ops/integrity: what the last check of our own rows found.</summary>
    [Function(nameof(GetIntegrity))]
    public Task<IResult> GetIntegrity(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/integrity")] HttpRequest request,
        CancellationToken cancellationToken
    ) => edge.RunAsync(request, OperatorRoles.View, async _ => IntegrityResult.Of(await integrity.FindAsync(cancellationToken)));

    /// <summary>GET /ops/open-orders: orders that are under way or await approval, the oldest first.</summary>
    [Function(nameof(ListOpenOrders))]
    public Task<IResult> ListOpenOrders(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/open-orders")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await open.ListAsync(request.Query, cancellationToken), OperationBody.Open)
        );
}
