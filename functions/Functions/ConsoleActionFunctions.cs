using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;
using PaymentHub.Callbacks;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>What an operator does at the console with an order or a callback: by the services that <c>/ops</c> has, with the same roles.</summary>
public sealed class ConsoleActionFunctions(
    ConsoleEdge console,
    ConsoleDeeds deeds,
    Quarantine quarantine,
    ConsoleOrders orders,
    MerchantDirectory directory
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
                await BackAsync(
                    request,
                    visit,
                    id,
                    await deeds.Reviews.ResolveAsync(visit.By, id, Wanted(form), token),
                    decided => decided.Awaited is null ? "resolved" : "awaits",
                    token
                )
        );

    /// <summary>POST /console/orders/{id}/decision: a second operator approves what another has asked for, or refuses it.</summary>
    [Function(nameof(ConfirmInConsole))]
    public Task<IResult> ConfirmInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/orders/{id}/decision")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Money,
            async (visit, form, token) =>
                form.GetValueOrDefault("action") == "refuse"
                    ? await (await ConsoleNote.Read(visit, form).ThenAsync(deed => deeds.Reviews.WithdrawAsync(deed, id, token))).Match(
                        _ => Task.FromResult(SeeOther(request, id, "refused")),
                        problem => orders.ShowDecisionAsync(visit, id, problem, token)
                    )
                    : await (await deeds.Reviews.ResolveAsync(visit.By, id, Wanted(form), token)).Match(
                        decided => Task.FromResult(SeeOther(request, id, decided.Value.Awaited is null ? "approved" : "awaits")),
                        problem => orders.ShowDecisionAsync(visit, id, problem, token)
                    )
        );

    /// <summary>POST /console/orders/{id}/review: an operator puts an order that is over, or under way, into review.</summary>
    [Function(nameof(ReopenInConsole))]
    public Task<IResult> ReopenInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/orders/{id}/review")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
            {
                var wanted = Wanted(form);
                var reopening = new ReopenRequest { Version = wanted.Version, Note = wanted.Note };
                return await BackAsync(request, visit, id, await deeds.Reopening.ReopenAsync(visit.By, id, reopening, token), _ => "reopened", token);
            }
        );

    /// <summary>POST /console/orders/{id}: asks the provider, has it call back again, or revives what became a dead letter.</summary>
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
                if (await orders.FindAsync(id, token) is not { } order)
                    return await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such order.");
                var action = form.GetValueOrDefault("action").ToString();
                var read = ConsoleNote.Read(visit, form);
                if (action == "revive")
                {
                    var revived = await read.ThenAsync(deed => deeds.DeadLetters.ReviveAsync(deed, order, token));
                    return await BackAsync(request, visit, id, revived, _ => "revived", token);
                }

                if (action is not ("refresh" or "notify"))
                    return await orders.ShowAsync(visit, id, null, Problem.InvalidRequest("action", "There is no such action."), token);
                if (directory.FindMerchant(order.MerchantId) is not { } merchant)
                    return await orders.ShowAsync(visit, id, null, Problem.NotFound("merchant"), token);
                var result = await read.ThenAsync(deed =>
                    action == "notify"
                        ? deeds.Provider.NotifyAsync(merchant, order.Kind, id, deed, token)
                        : deeds.Provider.RefreshAsync(merchant, order.Kind, id, deed, token)
                );
                return await BackAsync(request, visit, id, result, _ => action == "notify" ? "notified" : "refreshed", token);
            }
        );

    /// <summary>POST /console/orders/{id}/redeliver: delivers one of its events again.</summary>
    [Function(nameof(RedeliverInConsole))]
    public Task<IResult> RedeliverInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/orders/{id}/redeliver")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
            {
                var wanted = form.GetValueOrDefault("event").ToString();
                if (
                    StoredEvent.ParseId(wanted)?.OrderId != id
                    || await orders.FindAsync(id, token) is not { } order
                    || directory.FindMerchant(order.MerchantId) is not { } merchant
                )
                {
                    return await orders.ShowAsync(visit, id, null, Problem.NotFound("event"), token);
                }

                var endpoint = form.GetValueOrDefault("endpoint").ToString();
                var result = await ConsoleNote
                    .Read(visit, form)
                    .ThenAsync(deed => deeds.Webhooks.RedeliverAsync(merchant, wanted, endpoint, deed, token));
                return await BackAsync(request, visit, id, result, _ => "redelivered", token);
            }
        );

    /// <summary>POST /console/callbacks/{id}: processes a callback in quarantine again, or takes it out for good.</summary>
    [Function(nameof(DecideInConsole))]
    public Task<IResult> DecideInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/callbacks/{id}")] HttpRequest request,
        string id
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
            {
                var action = form.GetValueOrDefault("action").ToString();
                var result = action switch
                {
                    "discard" => await ConsoleNote.Read(visit, form, isRequired: true).ThenAsync(deed => quarantine.DiscardAsync(deed, id, token)),
                    "replay" => await ConsoleNote.Read(visit, form).ThenAsync(deed => quarantine.ReplayAsync(deed, id, token)),
                    _ => new Result<QuarantinedCallback>.Failure(Problem.InvalidRequest("action", "It must be replay or discard.")),
                };
                return result is Result<QuarantinedCallback>.Failure failure
                    ? await orders.ShowCallbackAsync(visit, id, null, failure.Problem, token)
                    : ConsoleEdge.SeeOther(request, $"/console/callbacks/{id}?done={action}");
            }
        );

    /// <summary>POST /console/dead-letters/{key}: makes a dead letter due again.</summary>
    [Function(nameof(ReviveInConsole))]
    public Task<IResult> ReviveInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/dead-letters/{key}")] HttpRequest request,
        string key
    ) =>
        console.ActAsync(
            request,
            OperatorRoles.Operate,
            async (visit, form, token) =>
                await (await ConsoleNote.Read(visit, form).ThenAsync(deed => deeds.DeadLetters.ReviveAsync(deed, key, token))).Match(
                    revived => Task.FromResult(SeeOther(request, revived.Value.OrderId, "revived")),
                    problem => console.SayAsync(visit, problem.Status, ConsoleWords.Text(problem))
                )
        );

    private static ResolveRequest Wanted(IReadOnlyDictionary<string, StringValues> form) =>
        new()
        {
            Outcome = form.GetValueOrDefault("outcome"),
            // A field that nobody filled in is sent, too; of what is not completed it says nothing.
            Amount =
                form.GetValueOrDefault("outcome") == "completed" && form.GetValueOrDefault("amount").ToString().Trim() is { Length: > 0 } amount
                    ? amount
                    : null,
            Note = ConsoleNote.Of(form),
            Version = int.TryParse(form.GetValueOrDefault("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
                : null,
        };

    /// <summary>Back to the order's page, with what was done or with what is wrong.</summary>
    private Task<IResult> BackAsync<T>(
        HttpRequest request,
        ConsoleVisit visit,
        string id,
        Result<T> result,
        Func<T, string> done,
        CancellationToken cancellationToken
    ) =>
        result.Match(
            success => Task.FromResult(SeeOther(request, id, done(success.Value))),
            problem => orders.ShowAsync(visit, id, null, problem, cancellationToken)
        );

    private static IResult SeeOther(HttpRequest request, string id, string done) =>
        ConsoleEdge.SeeOther(request, $"/console/orders/{id}?done={done}");
}

/// <summary>The services that change what an order is, or what is owed to it.</summary>
public sealed record ConsoleDeeds(
    ReviewResolver Reviews,
    OrderReopening Reopening,
    ProviderSync Provider,
    WebhookHistory Webhooks,
    DeadLetters DeadLetters
);
