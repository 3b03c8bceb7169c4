using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Http.Console;

/// <summary>What needs a person now, the newest of each kind, and how the day goes.</summary>
public sealed record ConsoleWork(
    ListPage<Order> Reviews,
    ListPage<QuarantinedCallback> Quarantine,
    ListPage<DeadLetter> DeadLetters,
    ListPage<FailedWebhook> FailedWebhooks,
    IReadOnlyList<EndpointView> Endpoints,
    IReadOnlyList<AccountHealth> Accounts,
    DayReport Day
)
{
    /// <summary>So many of each are shown.</summary>
    public const int Most = 20;

    /// <summary>After so long without a callback an account that had any is called silent.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromDays(1);

    /// <summary>The orders that nobody has said anything about for too long.</summary>
    public IReadOnlyList<Order> Overdue => [.. Reviews.Items.Where(order => order.OpenReasons.HasFlag(ReviewReason.Overdue))];

    /// <summary>The decisions that await a second operator.</summary>
    public IReadOnlyList<Order> Awaiting => [.. Reviews.Items.Where(order => Proposal.Open(order, Day.At) is not null)];

    /// <summary>The accounts that were heard of once and are not any more.</summary>
    public IReadOnlyList<AccountHealth> Silent => [.. Accounts.Where(account => IsSilent(account, Day.At))];

    /// <summary>The accounts that the app runs without.</summary>
    public IReadOnlyList<AccountHealth> Broken => [.. Accounts.Where(account => account.IsBroken)];

    /// <summary>Whether there are more accounts than were looked at.</summary>
    public bool MoreAccounts { get; init; }

    /// <summary>Whether nobody has to do anything.</summary>
    public bool IsNothing =>
        Reviews.Items.Count + Quarantine.Items.Count + DeadLetters.Items.Count + FailedWebhooks.Items.Count + Endpoints.Count == 0
        && Silent.Count + Broken.Count == 0;

    internal static bool IsSilent(AccountHealth account, DateTimeOffset now) => !account.IsBroken && account.LastCallbackAt < now - Silence;
}

/// <summary>Gathers it from where operators' calls get it.</summary>
public sealed class ConsoleWorkReader(ConsoleLists lists, FailedDeliveries failed, EndpointHealth endpoints, AccountActivity accounts, DayFigures day)
{
    /// <summary>As many accounts and endpoints as one page has.</summary>
    private static readonly Dictionary<string, StringValues> Whole = new() { ["limit"] = "100" };

    public async Task<ConsoleWork> ReadAsync(CancellationToken cancellationToken)
    {
        var reviews = lists.ReviewsAsync(null, cancellationToken);
        var quarantine = lists.QuarantineAsync(null, cancellationToken);
        var letters = lists.DeadLettersAsync(null, cancellationToken);
        var webhooks = failed.ListAsync(ConsoleWork.Most, cancellationToken);
        var states = endpoints.ListAsync(Whole, cancellationToken);
        var health = accounts.ListAsync(Whole, cancellationToken);
        var figures = day.ReadAsync(cancellationToken);
        await Task.WhenAll(reviews, quarantine, letters, webhooks, states, health, figures);
        var page = (await health as Result<AccountHealthPage>.Success)?.Value;
        return new(
            Items(await reviews),
            Items(await quarantine),
            Items(await letters),
            await webhooks,
            [.. Items(await states).Items.Where(TakesNothing)],
            page?.Page.Items ?? [],
            await figures
        )
        {
            MoreAccounts = page?.Page.Next is not null,
        };
    }

    // One that somebody has disabled, and that nothing waits for, needs nobody.
    private static bool TakesNothing(EndpointView endpoint) =>
        endpoint.State is EndpointState.Open or EndpointState.HalfOpen || (endpoint.State != EndpointState.Closed && endpoint.Suspended.Count > 0);

    private static ListPage<T> Items<T>(Result<ListPage<T>> result) => result is Result<ListPage<T>>.Success success ? success.Value : new([], null);
}

/// <summary>The lists of what needs a person, a page at a time.</summary>
public sealed class ConsoleLists(ReviewList reviews, Quarantine quarantine, DeadLetters deadLetters, FailedWebhooks webhooks)
{
    public Task<Result<ListPage<Order>>> ReviewsAsync(string? cursor, CancellationToken cancellationToken) =>
        reviews.ListAsync(Page(cursor), cancellationToken);

    public Task<Result<ListPage<QuarantinedCallback>>> QuarantineAsync(string? cursor, CancellationToken cancellationToken) =>
        quarantine.ListAsync(Page(cursor), cancellationToken);

    public Task<Result<ListPage<DeadLetter>>> DeadLettersAsync(string? cursor, CancellationToken cancellationToken) =>
        deadLetters.ListAsync(Page(cursor), cancellationToken);

    public Task<Result<ListPage<FailedWebhook>>> FailedAsync(string? cursor, CancellationToken cancellationToken) =>
        webhooks.ListAsync(Page(cursor), cancellationToken);

    private static Dictionary<string, StringValues> Page(string? cursor)
    {
        var page = new Dictionary<string, StringValues> { ["limit"] = $"{ConsoleWork.Most}" };
        if (!string.IsNullOrEmpty(cursor))
            page["cursor"] = cursor;
        return page;
    }
}
