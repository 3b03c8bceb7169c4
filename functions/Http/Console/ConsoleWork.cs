using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Http.Console;

/// <summary>What needs a person now, the newest of each kind.</summary>
public sealed record ConsoleWork(
    IReadOnlyList<Order> Reviews,
    IReadOnlyList<QuarantinedCallback> Quarantine,
    IReadOnlyList<DeadLetter> DeadLetters,
    IReadOnlyList<FailedWebhook> FailedWebhooks,
    IReadOnlyList<EndpointView> Endpoints,
    IReadOnlyList<AccountHealth> Accounts
)
{
    /// <summary>So many of each are shown.</summary>
    public const int Most = 20;

    /// <summary>Whether nobody has to do anything.</summary>
    public bool IsNothing =>
        Reviews.Count + Quarantine.Count + DeadLetters.Count + FailedWebhooks.Count + Endpoints.Count == 0
        && !Accounts.Any(account => account.IsBroken);
}

/// <summary>Gathers it from where operators' calls get it.</summary>
public sealed class ConsoleWorkReader(
    ReviewList reviews,
    Quarantine quarantine,
    DeadLetters deadLetters,
    FailedWebhooks webhooks,
    EndpointHealth endpoints,
    AccountActivity accounts
)
{
    private static readonly Dictionary<string, StringValues> Page = new() { ["limit"] = $"{ConsoleWork.Most}" };

    public async Task<ConsoleWork> ReadAsync(CancellationToken cancellationToken) =>
        new(
            Items(await reviews.ListAsync(Page, cancellationToken)),
            Items(await quarantine.ListAsync(Page, cancellationToken)),
            Items(await deadLetters.ListAsync(Page, cancellationToken)),
            Items(await webhooks.ListAsync(Page, cancellationToken)),
            [
                .. Items(await endpoints.ListAsync(new Dictionary<string, StringValues>(), cancellationToken))
                    .Where(endpoint => endpoint.State is not EndpointState.Closed),
            ],
            await accounts.ListAsync(new Dictionary<string, StringValues>(), cancellationToken)
                is Result<AccountHealthPage>.Success { Value: var page }
                ? page.Page.Items
                : []
        );

    private static IReadOnlyList<T> Items<T>(Result<ListPage<T>> result) => result is Result<ListPage<T>>.Success success ? success.Value.Items : [];
}
