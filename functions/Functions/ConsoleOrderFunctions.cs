using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>Finding and looking at orders and callbacks in the console.</summary>
public sealed class ConsoleOrderFunctions(ConsoleEdge console, ConsoleReading reading, ConsoleOrders orders, PageRenderer renderer)
{
    /// <summary>GET /console/find?q=: what goes by a name: its page, or a list where there are several.</summary>
    [Function(nameof(FindInConsole))]
    public Task<IResult> FindInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/find")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
            {
                var text = request.Query["q"].ToString().Trim();
                if (reading.Directory.FindAccount(text) is not null)
                    return ConsoleEdge.SeeOther(request, $"/console/accounts/{text}");
                if (reading.Directory.FindMerchant(text) is not null)
                    return ConsoleEdge.SeeOther(request, $"/console/merchants/{text}");
                var merchant = request.Query["merchant"].ToString().Trim();
                var found = await reading.Finder.FindAsync(text, merchant.Length > 0 ? merchant : null, cancellationToken);
                return found switch
                {
                    { Callback: { } callback } => ConsoleEdge.SeeOther(request, $"/console/callbacks/{callback.Id}"),
                    { Orders: [{ Order: var only }], MayHaveMore: false } => ConsoleEdge.SeeOther(request, $"/console/orders/{only.Id}"),
                    _ => await renderer.RenderAsync<ConsoleFound>(
                        new() { [nameof(ConsoleFound.Visit)] = visit, [nameof(ConsoleFound.Found)] = found },
                        found.IsNothing ? StatusCodes.Status404NotFound : StatusCodes.Status200OK
                    ),
                };
            }
        );

    /// <summary>GET /console/orders: orders by whose they are, their kind, state, amount and time.</summary>
    [Function(nameof(ListOrdersInConsole))]
    public Task<IResult> ListOrdersInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/orders")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
            {
                // A form sends every field of its, also those that nobody filled in.
                var query = request
                    .Query.Where(one => one.Key != "code" && !string.IsNullOrWhiteSpace(one.Value))
                    .ToDictionary(one => one.Key, one => one.Value.ToString().Trim());
                query.TryAdd("kind", "deposit");
                var result =
                    query.ContainsKey("account") || query.ContainsKey("merchant")
                        ? await reading.Search.ListAsync(
                            query.Select(one => KeyValuePair.Create(one.Key, Values(one.Key, one.Value))),
                            cancellationToken
                        )
                        : null;
                return await renderer.RenderAsync<ConsoleOrderList>(
                    new()
                    {
                        [nameof(ConsoleOrderList.Visit)] = visit,
                        [nameof(ConsoleOrderList.Query)] = query,
                        [nameof(ConsoleOrderList.Accounts)] = reading.Directory.Accounts.Select(account => account.Id).Take(100).ToList(),
                        [nameof(ConsoleOrderList.Page)] = (result as Result<ListPage<Order>>.Success)?.Value,
                        [nameof(ConsoleOrderList.Problem)] = result is Result<ListPage<Order>>.Failure failure
                            ? ConsoleWords.Text(failure.Problem)
                            : null,
                    },
                    (result as Result<ListPage<Order>>.Failure)?.Problem.Status ?? StatusCodes.Status200OK
                );
            }
        );

    // Several states stand in one link.
    private static StringValues Values(string name, string value) => name == "status" ? new(value.Split(',')) : new(value);

    /// <summary>GET /console/orders/{id}: one order, with everything that happened to it.</summary>
    [Function(nameof(ShowOrder))]
    public Task<IResult> ShowOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/orders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => console.ShowAsync(request, visit => orders.ShowAsync(visit, id, ConsoleDone.Said(request.Query["done"]), null, cancellationToken));

    /// <summary>GET /console/orders/{id}/decision: what awaits a second operator.</summary>
    [Function(nameof(ShowDecision))]
    public Task<IResult> ShowDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/orders/{id}/decision")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => console.ShowAsync(request, visit => orders.ShowDecisionAsync(visit, id, null, cancellationToken));

    /// <summary>GET /console/callbacks/{id}: one callback, in quarantine or not.</summary>
    [Function(nameof(ShowCallback))]
    public Task<IResult> ShowCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/callbacks/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => console.ShowAsync(request, visit => orders.ShowCallbackAsync(visit, id, ConsoleDone.Said(request.Query["done"]), null, cancellationToken));
}

/// <summary>The ways in which the console finds orders.</summary>
public sealed record ConsoleReading(OrderFinder Finder, OperatorOrderSearch Search, MerchantDirectory Directory);

/// <summary>The pages of orders and callbacks, as they are by now, with what came of what somebody did.</summary>
public sealed class ConsoleOrders(OrderHistory history, Quarantine quarantine, PageRenderer renderer, ConsoleEdge console, TimeProvider clock)
{
    /// <summary>An order; null when there is none.</summary>
    public async Task<Order?> FindAsync(string id, CancellationToken cancellationToken) =>
        await history.FindAsync(id, cancellationToken) is Result<OrderWithHistory>.Success { Value: var found } ? found.Timeline.Order : null;

    /// <summary>An order's page.</summary>
    public async Task<IResult> ShowAsync(ConsoleVisit visit, string id, string? done, Problem? problem, CancellationToken cancellationToken) =>
        await history.FindAsync(id, cancellationToken) is Result<OrderWithHistory>.Success { Value: var found }
            ? await renderer.RenderAsync<ConsoleOrder>(
                new()
                {
                    [nameof(ConsoleOrder.Visit)] = visit,
                    [nameof(ConsoleOrder.History)] = found,
                    [nameof(ConsoleOrder.Now)] = clock.GetUtcNow(),
                    [nameof(ConsoleOrder.Done)] = done,
                    [nameof(ConsoleOrder.Problem)] = problem is null ? null : ConsoleWords.Text(problem),
                },
                problem?.Status ?? StatusCodes.Status200OK
            )
            : await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such order.");

    /// <summary>What of an order awaits a second operator.</summary>
    public async Task<IResult> ShowDecisionAsync(ConsoleVisit visit, string id, Problem? problem, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } order
            ? await renderer.RenderAsync<ConsoleDecision>(
                new()
                {
                    [nameof(ConsoleDecision.Visit)] = visit,
                    [nameof(ConsoleDecision.Order)] = order,
                    [nameof(ConsoleDecision.Awaited)] = Proposal.Open(order, clock.GetUtcNow()),
                    [nameof(ConsoleDecision.Problem)] = problem is null ? null : ConsoleWords.Text(problem),
                },
                problem?.Status ?? StatusCodes.Status200OK
            )
            : await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such order.");

    /// <summary>A callback's page.</summary>
    public async Task<IResult> ShowCallbackAsync(
        ConsoleVisit visit,
        string id,
        string? done,
        Problem? problem,
        CancellationToken cancellationToken
    ) =>
        await quarantine.FindEvidenceAsync(id, cancellationToken) is { } callback
            ? await renderer.RenderAsync<ConsoleCallback>(
                new()
                {
                    [nameof(ConsoleCallback.Visit)] = visit,
                    [nameof(ConsoleCallback.Callback)] = callback,
                    [nameof(ConsoleCallback.IsQuarantined)] =
                        await quarantine.FindAsync(id, cancellationToken) is Result<QuarantinedCallback>.Success,
                    [nameof(ConsoleCallback.Done)] = done,
                    [nameof(ConsoleCallback.Problem)] = problem is null ? null : ConsoleWords.Text(problem),
                },
                problem?.Status ?? StatusCodes.Status200OK
            )
            : await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such callback, or it is no longer kept.");
}
