using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Http.Console;

/// <summary>Needs attention now, and how the day goes.</summary>
public sealed record ConsoleWork(
    Counted<Order> Reviews,
    Counted<QuarantinedCallback> Quarantine,
    Counted<DeadLetter> DeadLetters,
    Counted<FailedWebhook> FailedWebhooks,
    Counted<EndpointView> Endpoints,
    Counted<AccountHealth> Accounts,
    DayReport Day
)
{
    /// <summary>So many of each are shown on the overview.</summary>
    public const int Most = 20;

    /// <summary>After so long without a callback an account that had any is called silent.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromDays(1);

    /// <summary>The orders that nobody has said anything about for too long.</summary>
    public Counted<Order> Overdue => OverdueAmong(Reviews);

    /// <summary>The decisions that await a second operator.</summary>
    public Counted<Order> Awaiting => AwaitingAmong(Reviews, Day.At);

    /// <summary>The accounts that were heard of once and are not any more.</summary>
    public Counted<AccountHealth> Silent => Accounts with { Items = [.. Accounts.Items.Where(account => !account.IsBroken)] };

    /// <summary>The accounts that the app runs without.</summary>
    public Counted<AccountHealth> Broken => new([.. Accounts.Items.Where(account => account.IsBroken)], More: false);

    /// <summary>Whether nobody has to do anything.</summary>
    public bool IsNothing =>
        Reviews.Items.Count + Quarantine.Items.Count + DeadLetters.Items.Count + FailedWebhooks.Items.Count == 0
        && Endpoints.Items.Count + Accounts.Items.Count == 0
        && !(Reviews.More || FailedWebhooks.More || Accounts.More);

    internal static bool IsSilent(AccountHealth account, DateTimeOffset now) => !account.IsBroken && account.LastCallbackAt < now - Silence;

    internal static Counted<Order> OverdueAmong(Counted<Order> reviews) =>
        reviews with
        {
            Items = [.. reviews.Items.Where(order => order.OpenReasons.HasFlag(ReviewReason.Overdue))],
        };

    internal static Counted<Order> AwaitingAmong(Counted<Order> reviews, DateTimeOffset now) =>
        reviews with
        {
            Items = [.. reviews.Items.Where(order => Proposal.Open(order, now) is not null)],
        };
}

/// <summary>Gathers it from where operators' calls get it.</summary>
public sealed class ConsoleWorkReader(ConsoleLists lists, DayFigures day)
{
    public async Task<ConsoleWork> ReadAsync(CancellationToken cancellationToken)
    {
        var reviews = lists.Work.Reviews.CountAsync(cancellationToken);
        var quarantine = lists.Work.Quarantine.CountAsync(cancellationToken);
        var letters = lists.Work.DeadLetters.CountAsync(cancellationToken);
        var webhooks = lists.Failed.CountAsync(cancellationToken);
        var endpoints = lists.Endpoints.TroubledAsync(cancellationToken);
        var accounts = lists.AccountsAsync(cancellationToken);
        var figures = day.ReadAsync(cancellationToken);
        await Task.WhenAll(reviews, quarantine, letters, webhooks, endpoints, accounts, figures);
        return new(await reviews, await quarantine, await letters, await webhooks, await endpoints, await accounts, await figures);
    }
}

/// <summary>Where the lists are kept that <c>/ops</c> has, too.</summary>
public sealed record ConsoleWorkLists(ReviewList Reviews, Quarantine Quarantine, DeadLetters DeadLetters, FailedWebhooks Webhooks);

/// <summary>The lists of what needs a person: a page at a time where they go on, and whole where they are part of something else.</summary>
public sealed class ConsoleLists(
    ConsoleWorkLists work,
    FailedDeliveries failed,
    EndpointHealth endpoints,
    AccountActivity accounts,
    TimeProvider clock
)
{
    internal ConsoleWorkLists Work => work;

    internal FailedDeliveries Failed => failed;

    internal EndpointHealth Endpoints => endpoints;

    public Task<Counted<AccountHealth>> AccountsAsync(CancellationToken cancellationToken) =>
        accounts.AttentionAsync(clock.GetUtcNow() - ConsoleWork.Silence, cancellationToken);

    public async Task<Counted<Order>> AwaitingAsync(CancellationToken cancellationToken) =>
        ConsoleWork.AwaitingAmong(await work.Reviews.CountAsync(cancellationToken), clock.GetUtcNow());

    public async Task<Counted<Order>> OverdueAsync(CancellationToken cancellationToken) =>
        ConsoleWork.OverdueAmong(await work.Reviews.CountAsync(cancellationToken));

    public Task<Result<ListPage<Order>>> ReviewsAsync(string? cursor, CancellationToken cancellationToken) =>
        work.Reviews.ListAsync(Page(cursor), cancellationToken);

    public Task<Result<ListPage<QuarantinedCallback>>> QuarantineAsync(string? cursor, CancellationToken cancellationToken) =>
        work.Quarantine.ListAsync(Page(cursor), cancellationToken);

    public Task<Result<ListPage<DeadLetter>>> DeadLettersAsync(string? cursor, CancellationToken cancellationToken) =>
        work.DeadLetters.ListAsync(Page(cursor), cancellationToken);

    public Task<Result<ListPage<FailedWebhook>>> FailedAsync(string? cursor, CancellationToken cancellationToken) =>
        work.Webhooks.ListAsync(Page(cursor), cancellationToken);

    private static Dictionary<string, StringValues> Page(string? cursor)
    {
        var page = new Dictionary<string, StringValues> { ["limit"] = $"{ConsoleWork.Most}" };
        if (!string.IsNullOrEmpty(cursor))
            page["cursor"] = cursor;
        return page;
    }
}
