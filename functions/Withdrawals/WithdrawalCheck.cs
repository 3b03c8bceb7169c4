using System.Security.Cryptography;
using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Withdrawals;

/// <summary>Turns a merchant's request for a withdrawal into an order, or says what is wrong with it.</summary>
internal static class WithdrawalCheck
{
    private const int MaxWord = 16;
    private const int MaxAddress = 256;
    private const int MaxDetails = 16;
    private const int MaxDetail = 256;

    /// <summary>The checks that need no call, also for a repeated request.</summary>
    public static (Account? Account, WithdrawalRequest? Wanted, Problem? Problem) Read(
        MerchantDirectory directory,
        Merchant merchant,
        NewWithdrawal request
    )
    {
        var check = new RequestCheck();
        var account = check.Account(directory, merchant, request.Account);
        check.MerchantText("customer_id", request.CustomerId);
        check.MerchantText("reference", request.Reference);
        var amount = check.Amount("amount", request.Amount);
        check.Text("currency", request.Currency, MaxWord);
        check.Text("network", request.Network, MaxWord);
        check.Text("address", request.Address, MaxAddress);
        Details(check, request.Details);
        check.Metadata(request.Metadata);
        if (account is { Provider.PaysWithdrawals: false })
            check.Add("account", $"This account's provider, {account.ProviderName}, pays no withdrawals here.");
        if (check.Problem is { } problem)
            return (null, null, problem);

        var id = OrderId.OfMerchant(OrderKind.Withdrawal, merchant.Id, request.Reference!);
        // Unchanged: upper and lower case of an EVM address are its checksum, which the provider's check still needs.
        var wanted = new WithdrawalRequest(
            id,
            request.CustomerId!,
            amount,
            request.Currency!,
            request.Network!,
            request.Address!.Trim(),
            request.Details ?? new Dictionary<string, string>()
        );
        return (account, wanted, null);
    }

    /// <summary>The checks of a new withdrawal against the account's settings and its provider; null if nothing is wrong.</summary>
    public static async Task<Result<Order>.Failure?> RefuseAsync(Account account, WithdrawalRequest wanted, CancellationToken cancellationToken)
    {
        var check = new RequestCheck();
        switch (account.Withdrawals.Forbid(wanted.Amount, wanted.Currency, wanted.Address))
        {
            case { Code: WithdrawalRules.Off } off:
                return new Result<Order>.Failure(Problem.WithdrawalsOff(off.Message));
            case { Code: WithdrawalRules.LimitExceeded } limit:
                return new Result<Order>.Failure(Problem.LimitExceeded(limit.Message));
            case { } other:
                check.Add("address", other.Message);
                break;
        }

        switch (await account.Provider.CheckWithdrawalAsync(wanted, cancellationToken))
        {
            case ProviderResult<IReadOnlyDictionary<string, string>>.Good good:
                foreach (var (field, message) in good.Value)
                    check.Add(field, message);
                return check.Problem is { } problem ? new Result<Order>.Failure(problem) : null;
            case ProviderResult<IReadOnlyDictionary<string, string>>.Refused refused:
                return new Result<Order>.Failure(Problem.ProviderRefused(refused.Code, refused.Message));
            default:
                return new Result<Order>.Failure(check.Problem ?? Problem.ProviderUnavailable);
        }
    }

    /// <summary>The order as it is stored before anything else happens.</summary>
    public static Order Start(Account account, NewWithdrawal request, WithdrawalRequest wanted, string createdBy, DateTimeOffset now)
    {
        var address = AddressFormat.ToSend(wanted.Address);
        var details = request.Details is { Count: > 0 } given ? given : null;
        return new Order
        {
            Id = wanted.OrderId,
            Kind = OrderKind.Withdrawal,
            MerchantId = account.MerchantId,
            AccountId = account.Id,
            Provider = account.ProviderName,
            Status = account.Withdrawals.NeedsApproval ? OrderStatus.AwaitingApproval : OrderStatus.Created,
            NextAction = account.Withdrawals.NeedsApproval
                ? new ScheduledAction(ActionKind.Expire, now + account.Withdrawals.ApprovalPeriod)
                : new ScheduledAction(ActionKind.Submit, now),
            Request = new OrderRequest
            {
                Reference = request.Reference!,
                Amount = wanted.Amount,
                Currency = wanted.Currency,
                Network = wanted.Network,
                Address = address,
                Details = details,
                Metadata = request.Metadata is { Count: > 0 } own ? own : null,
                Fingerprint = Fingerprint(account, wanted with { Address = address }, request.Metadata),
            },
            CreatedBy = createdBy,
            CustomerId = wanted.CustomerId,
            Currency = wanted.Currency,
            Network = wanted.Network,
            Address = address,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    /// <summary>The order with its currency in the provider's spelling, so that it is the same in every list, sum and event.</summary>
    public static Order Spelled(Order start, string currency) =>
        start with
        {
            Currency = currency,
            Request = start.Request! with { Currency = currency },
        };

    /// <summary>The withdrawal that an order asks for, as it is sent.</summary>
    public static WithdrawalRequest Of(Order order) =>
        new(
            order.Id,
            order.CustomerId!,
            order.Request!.Amount,
            order.Request.Currency,
            order.Request.Network!,
            order.Request.Address!,
            order.Request.Details ?? new Dictionary<string, string>()
        );

    /// <summary>A hash over everything the merchant asked for: equal only for equal requests.</summary>
    private static string Fingerprint(Account account, WithdrawalRequest wanted, IReadOnlyDictionary<string, string>? metadata) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes<string?[]>([
                    account.Id,
                    wanted.CustomerId,
                    Amounts.Format(wanted.Amount),
                    wanted.Currency,
                    wanted.Network,
                    wanted.Address,
                    .. wanted.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal).SelectMany(detail => new[] { detail.Key, detail.Value }),
                    .. RequestCheck.Ordered(metadata),
                ])
            )
        );

    private static void Details(RequestCheck check, IReadOnlyDictionary<string, string>? details)
    {
        if (details?.Count > MaxDetails)
            check.Add("details", $"It has more than {MaxDetails} fields.");
        foreach (var (name, value) in details ?? new Dictionary<string, string>())
            check.Text($"details.{name}", value, MaxDetail);
    }
}

/// <summary>POST /v1/withdrawals.</summary>
public sealed record NewWithdrawal
{
    public string? Account { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>Plain digits with an optional fraction, as text.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>Where the money goes.</summary>
    public string? Address { get; init; }

    /// <summary>The merchant's idempotency key.</summary>
    public string? Reference { get; init; }

    /// <summary>What only the account's provider wants to know.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>The merchant's own metadata.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
