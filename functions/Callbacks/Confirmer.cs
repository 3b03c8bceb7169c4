using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>
/// Asks the provider before a callback makes an order final: a callback can be forged with a stolen secret or a weak hash, an answer over TLS cannot.
/// If both say something, the answer decides; if they contradict each other, an operator does.
/// </summary>
public static class Confirmer
{
    /// <summary>Confirms a notice that a callback brought.</summary>
    /// <param name="request">
    /// What was asked for; null if nothing was. By its rule two amounts may mean the same, for example if more was sent meanwhile.
    /// </param>
    public static async Task<Confirmation> ConfirmAsync(Account account, Notice notice, OrderRequest? request, CancellationToken cancellationToken)
    {
        if (!notice.IsFinal || !account.Confirm || !account.Provider.AnswersQueries(notice.Kind))
            return new Confirmation.Take(notice);

        return (await account.Provider.AskAsync(notice.Reference, cancellationToken)).Match<Confirmation>(
            answer =>
                answer.IsFinal ? new Confirmation.Take(Compare(notice, answer, request)) : new Confirmation.NotYet(answer with { Confirmed = true }),
            refused => new Confirmation.Later($"the query was refused with code {refused.Code}"),
            () => new Confirmation.NotYet(null),
            reason => new Confirmation.Later(reason)
        );
    }

    private static Notice Compare(Notice callback, Notice answer, OrderRequest? request)
    {
        var agrees =
            callback.Status == answer.Status
            && Same(callback.Amount, answer.Amount, request)
            && Same(callback.Currency, answer.Currency, StringComparison.OrdinalIgnoreCase)
            && Same(callback.Network, answer.Network)
            && Same(callback.Address, answer.Address)
            && Same(callback.CustomerId, answer.CustomerId);
        var merged = answer.FilledFrom(callback) with { Confirmed = agrees };
        return agrees ? merged : merged with { Doubt = merged.Doubt | ReviewReason.ProviderDisagrees };
    }

    private static bool Same(decimal? said, decimal? answered, OrderRequest? request) =>
        said is not { } one || answered is not { } other || one == other || request?.Rule.AreOne(one, other, request.Amount) == true;

    private static bool Same(string? said, string? answered, StringComparison comparison = StringComparison.Ordinal) =>
        said is null || answered is null || said.Equals(answered, comparison);
}

/// <summary>The result of asking the provider about a signed, final callback.</summary>
public abstract record Confirmation
{
    private Confirmation() { }

    /// <summary>This notice may be applied to the order.</summary>
    public sealed record Take(Notice Notice) : Confirmation;

    /// <summary>The query lags behind: for now the order is at most pending.</summary>
    /// <param name="SoFar">What the query says so far; null if it knows no such order.</param>
    public sealed record NotYet(Notice? SoFar) : Confirmation;

    /// <summary>The provider could not be asked.</summary>
    public sealed record Later(string Reason) : Confirmation;
}
