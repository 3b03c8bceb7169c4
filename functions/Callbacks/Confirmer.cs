using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>
/// Asks the provider before a callback makes an order final: a callback can be forged with a stolen secret or a weak hash, the
/// answer over TLS can't. Where both speak, the answer decides; where they contradict each other, a person does.
/// </summary>
public static class Confirmer
{
    /// <summary>Confirms a notice that a callback brought.</summary>
    public static async Task<Confirmation> ConfirmAsync(Account account, Notice notice, CancellationToken cancellationToken)
    {
        if (!notice.IsFinal || !account.Confirm || !account.Provider.AnswersQueries(notice.Kind))
            return new Confirmation.Take(notice);

        return await account.Provider.AskAsync(notice, cancellationToken) switch
        {
            ProviderResult<Notice>.Good { Value.IsFinal: true } answer => new Confirmation.Take(Compare(notice, answer.Value)),
            ProviderResult<Notice>.Good answer => new Confirmation.NotYet(answer.Value with { Confirmed = true }),
            ProviderResult<Notice>.Absent => new Confirmation.NotYet(null),
            ProviderResult<Notice>.Refused refused => new Confirmation.Later($"the query was refused with code {refused.Code}"),
            ProviderResult<Notice>.Unavailable unavailable => new Confirmation.Later(unavailable.Reason),
            _ => throw new InvalidOperationException("A query came to something that no query comes to."),
        };
    }

    private static Notice Compare(Notice callback, Notice answer)
    {
        var agrees = callback.Status == answer.Status
            && Same(callback.Amount, answer.Amount)
            && Same(callback.Currency, answer.Currency, StringComparison.OrdinalIgnoreCase)
            && Same(callback.Network, answer.Network)
            && Same(callback.Address, answer.Address)
            && Same(callback.CustomerId, answer.CustomerId);
        var merged = answer with
        {
            OrderId = callback.OrderId,
            ProviderOrderId = callback.ProviderOrderId ?? answer.ProviderOrderId,
            Amount = answer.Amount ?? callback.Amount,
            Currency = answer.Currency ?? callback.Currency,
            Network = answer.Network ?? callback.Network,
            Address = answer.Address ?? callback.Address,
            FromAddress = answer.FromAddress ?? callback.FromAddress,
            CustomerId = answer.CustomerId ?? callback.CustomerId,
            TransactionId = answer.TransactionId ?? callback.TransactionId,
            Transfer = callback.Transfer,
            Failure = answer.Failure ?? (callback.Status == answer.Status ? callback.Failure : null),
            Doubt = answer.Doubt | callback.Doubt,
            Confirmed = agrees,
        };
        return agrees ? merged : merged with { Doubt = merged.Doubt | ReviewReason.ProviderDisagrees };
    }

    private static bool Same(decimal? said, decimal? answered) => said is null || answered is null || said == answered;

    private static bool Same(string? said, string? answered, StringComparison comparison = StringComparison.Ordinal) =>
        said is null || answered is null || said.Equals(answered, comparison);
}
