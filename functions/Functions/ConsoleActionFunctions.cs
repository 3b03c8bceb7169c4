using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>What an operator does at the console: by the services that <c>/ops</c> has, with the same roles.</summary>
public sealed class ConsoleActionFunctions(
    ConsoleEdge console,
    ReviewResolver resolver,
    ProviderSync sync,
    Quarantine quarantine,
    ConsoleOrders orders
)
{
    /// <summary>POST /console/orders/{id}/resolve: an operator decides on an order in review.</summary>
    [Function(nameof(ResolveInConsole))]
    public Task<IResult> ResolveInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/orders/{id}/resolve")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Money,
            async (visit, form, token) =>
            {
                var wanted = new ResolveRequest
                {
                    Outcome = form.GetValueOrDefault("outcome"),
                    Note = form.GetValueOrDefault("note"),
                    Version = int.TryParse(form.GetValueOrDefault("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                        ? version
                        : null,
                };
                return await (await resolver.ResolveAsync(visit.By, id, wanted, token)).Match(
                    decided =>
                        Task.FromResult(
                            ConsoleEdge.SeeOther(request, $"/console/orders/{id}?done={(decided.Value.Awaited is null ? "resolved" : "awaits")}")
                        ),
                    problem => orders.SayAsync(visit, id, problem, token)
                );
            }
        );

    /// <summary>POST /console/orders/{id}: asks the provider, or has it call back again.</summary>
    [Function(nameof(AskInConsole))]
    public Task<IResult> AskInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/orders/{id}")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
            {
                if (await orders.MerchantAsync(id, token) is not { } merchant)
                    return await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such order.");
                var (kind, notify) = (OrderId.KindOf(id), form.GetValueOrDefault("action") == "notify");
                var result = notify ? await sync.NotifyAsync(merchant, kind, id, token) : await sync.RefreshAsync(merchant, kind, id, token);
                return result is Result<Order>.Failure failure
                    ? await orders.SayAsync(visit, id, failure.Problem, token)
                    : ConsoleEdge.SeeOther(request, $"/console/orders/{id}?done={(notify ? "notified" : "refreshed")}");
            }
        );

    /// <summary>POST /console/quarantine/{id}: processes a callback again, or takes it out for good.</summary>
    [Function(nameof(DecideInConsole))]
    public Task<IResult> DecideInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/quarantine/{id}")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
            {
                var result =
                    form.GetValueOrDefault("action") == "discard"
                        ? await quarantine.DiscardAsync(visit.By, id, token)
                        : await quarantine.ReplayAsync(visit.By, id, token);
                return result is Result<QuarantinedCallback>.Failure failure
                    ? await console.SayAsync(visit, failure.Problem.Status, failure.Problem.Detail)
                    : ConsoleEdge.SeeOther(request, "/console");
            }
        );

    /// <summary>What a page says after a form; null for what no form leads to.</summary>
    internal static string? Said(string? done) =>
        done switch
        {
            "resolved" => "Resolved. The merchant is told.",
            "awaits" => "Noted. A second operator has to decide the same.",
            "refreshed" => "The provider was asked.",
            "notified" => "The provider was asked to call back again.",
            _ => null,
        };
}

/// <summary>Orders, whosever they are, for the console.</summary>
public sealed class ConsoleOrders(Timelines timelines, MerchantDirectory directory, PageRenderer renderer)
{
    /// <summary>Whose order it is; null when there is none, or its merchant is not served.</summary>
    public async Task<Merchant?> MerchantAsync(string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id) && await timelines.ReadAsync(id, cancellationToken) is { } timeline
            ? directory.FindMerchant(timeline.Order.MerchantId)
            : null;

    /// <summary>The order as it is by now, with what was refused.</summary>
    public async Task<IResult> SayAsync(ConsoleVisit visit, string id, Problem problem, CancellationToken cancellationToken)
    {
        var said = string.Join(' ', (string[])[problem.Detail, .. problem.Errors.Select(error => $"{error.Field}: {error.Message}")]);
        return OrderId.IsWellFormed(id) && await timelines.ReadAsync(id, cancellationToken) is { } timeline
            ? await renderer.RenderAsync<ConsoleOrder>(
                new()
                {
                    [nameof(ConsoleOrder.Visit)] = visit,
                    [nameof(ConsoleOrder.Timeline)] = timeline,
                    [nameof(ConsoleOrder.Problem)] = said,
                },
                problem.Status
            )
            : await renderer.RenderAsync<ConsoleNotice>(
                new() { [nameof(ConsoleNotice.Visit)] = visit, [nameof(ConsoleNotice.Text)] = said },
                problem.Status
            );
    }
}
