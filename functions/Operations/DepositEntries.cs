using Microsoft.Extensions.Logging;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// Lets an operator enter a deposit that no provider has reported, once per transaction. It is in review until a second operator approves it with the
/// ordinary <see cref="ReviewResolver"/>, which compares it with what the provider has reported meanwhile.
/// </summary>
public sealed partial class DepositEntries(
    DepositEntryCheck check,
    CompletionCheck completion,
    OrderUpdater updater,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<DepositEntries> logger
)
{
    /// <summary>What would be entered, or what is wrong with it in itself; nothing is written.</summary>
    public async Task<Result<WantedEntry>> CheckAsync(DepositEntryRequest request, CancellationToken cancellationToken) =>
        await (await check.ReadAsync(request, cancellationToken)).ThenAsync(wanted => DepositEntryCheck.SpellAsync(wanted, cancellationToken));

    /// <summary>Enters a deposit. Repeating it finds what it did the first time, whoever repeats it.</summary>
    public async Task<Result<ReviewDecision>> EnterAsync(Operator by, DepositEntryRequest request, CancellationToken cancellationToken) =>
        await (await check.ReadAsync(request, cancellationToken)).ThenAsync(wanted => FindOrEnterAsync(by, wanted, cancellationToken));

    private async Task<Result<ReviewDecision>> FindOrEnterAsync(Operator by, WantedEntry wanted, CancellationToken cancellationToken)
    {
        var (merchant, transaction) = (wanted.Account.MerchantId, wanted.TransactionId);
        var id = OrderId.OfTransaction(merchant, transaction);
        if (await updater.FindAsync(id, cancellationToken) is { Order: var existing })
            return Repeat(existing, wanted);
        if (await completion.FindOtherAsync(merchant, transaction, id, _ => true, cancellationToken) is { } other)
        {
            return Not(
                new Problem(
                    409,
                    "already_reported",
                    $"{other.Id}, which is {SnakeCaseEnum.Of(other.Status)}, has this transaction. If it ought to be completed, reopen that (POST /ops/orders/{other.Id}/review), and resolve it."
                )
                {
                    Order = other.Id,
                }
            );
        }

        var spelled = await DepositEntryCheck.SpellAsync(wanted, cancellationToken);
        return await spelled.ThenAsync(whole => WriteAsync(by, whole, id, cancellationToken));
    }

    private async Task<Result<ReviewDecision>> WriteAsync(Operator by, WantedEntry wanted, string id, CancellationToken cancellationToken)
    {
        // Before the order: from its beginning on it is counted how long the note has stood there for whoever hears of the transaction.
        if (!await check.NoteAsync(wanted, cancellationToken))
        {
            return Not(
                new Problem(
                    409,
                    "too_many_entries",
                    $"{AddressBook.MaxEntered} deposits were entered by hand for this customer or address, which is as many as can be."
                )
            );
        }

        var start = Start(by, wanted, id);
        if (await updater.TryCreateAsync(start, "enter", by.Name, cancellationToken) is { } created)
        {
            Log.Entered(logger, by.Name, id, wanted.Account.Id);
            return Found(created);
        }

        var snapshot = await updater.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException($"Order {id} has vanished.");
        if (snapshot.Order.CreatedAt != start.CreatedAt || snapshot.Order.Entry != start.Entry)
            return Repeat(snapshot.Order, wanted);
        // Our own write, whose answer was lost: what follows may be done twice.
        await updater.FollowUpAsync(snapshot, cancellationToken);
        return Found(snapshot.Order);
    }

    private Order Start(Operator by, WantedEntry wanted, string id)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Id = id,
            Kind = OrderKind.Deposit,
            MerchantId = wanted.Account.MerchantId,
            AccountId = wanted.Account.Id,
            Provider = wanted.Account.ProviderName,
            Status = OrderStatus.NeedsReview,
            Reasons = ReviewReason.EnteredByHand,
            CustomerId = wanted.CustomerId,
            Amount = wanted.Amount,
            Currency = wanted.Currency,
            Network = wanted.Network,
            Address = wanted.Address,
            TransactionId = wanted.TransactionId,
            Entry = new DepositEntry(by.Name, wanted.Evidence, now, wanted.Amount, wanted.Fingerprint),
            Proposal = new Proposal(
                ResolutionOutcome.Completed,
                Version: 1,
                by.Name,
                wanted.Evidence,
                now,
                now + directory.Settings.SecondOperatorWithin
            )
            {
                Amount = wanted.Amount,
            },
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private Result<ReviewDecision> Repeat(Order existing, WantedEntry wanted) =>
        existing.Entry?.Fingerprint == wanted.Fingerprint
            ? Found(existing)
            : Not(
                new Problem(
                    409,
                    "entered_otherwise",
                    $"This transaction was entered as {existing.Id}, with another customer, address, amount or currency. Look at that order; if it is wrong, resolve it as failed."
                )
                {
                    Order = existing.Id,
                }
            );

    private Result<ReviewDecision>.Success Found(Order order) => new(new ReviewDecision(order, Proposal.Open(order, clock.GetUtcNow())));

    private static Result<ReviewDecision>.Failure Not(Problem problem) => new(problem);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Operator {Operator} has entered {Order} by hand for account {Account}; a second operator has to approve it."
        )]
        public static partial void Entered(ILogger logger, string @operator, string order, string account);
    }
}
