using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Checks and sends withdrawals: what the merchant names by symbol and network, the platform names by its own ids.</summary>
internal sealed class PayProtocolWithdrawals(PayProtocolClient client, PayProtocolCatalogue catalogue)
{
    private static readonly Dictionary<string, int> Details = [];

    /// <summary>What is wrong with a withdrawal, by field; unavailable when the provider's lists cannot be read.</summary>
    public async Task<ProviderResult<IReadOnlyDictionary<string, string>>> CheckAsync(WithdrawalRequest request, CancellationToken cancellationToken)
    {
        var mistakes = new Dictionary<string, string>();
        DetailCheck.AddMistakes(request.Details, Details, mistakes);
        if (request.Amount <= 0)
            mistakes["amount"] = "It must be above zero.";
        switch (await catalogue.RouteAsync(request.Currency, request.Network, cancellationToken))
        {
            case ProviderResult<PayProtocolRoute>.Good { Value.Currency: var currency }:
                if (request.Amount > 0 && Amounts.Decimals(request.Amount) > currency.Decimals)
                    mistakes["amount"] = $"{currency.Symbol} on {currency.Network} has {currency.Decimals} decimals.";
                if (FindAddressMistake(request) is { } wrong)
                    mistakes["address"] = wrong;
                break;
            case ProviderResult<PayProtocolRoute>.Refused refused:
                mistakes["currency"] = refused.Message;
                break;
            case ProviderResult<PayProtocolRoute>.Absent:
                AddUnknown(request, mistakes);
                break;
            case ProviderResult<PayProtocolRoute>.Unavailable unavailable:
                return new ProviderResult<IReadOnlyDictionary<string, string>>.Unavailable(unavailable.Reason);
        }

        return new ProviderResult<IReadOnlyDictionary<string, string>>.Good(mistakes);
    }

    /// <summary>Sends a withdrawal once.</summary>
    public async Task<SubmissionResult> SubmitAsync(WithdrawalRequest request, CancellationToken cancellationToken) =>
        await FindRouteAsync(request, cancellationToken) switch
        {
            ProviderResult<PayProtocolRoute>.Good { Value: var route } => await client.ApplyWithdrawalAsync(
                route,
                Amounts.Format(request.Amount),
                request,
                cancellationToken
            ),
            // Nothing has been sent in any of these: without the ids there is nothing to send.
            ProviderResult<PayProtocolRoute>.Unavailable unavailable => new SubmissionResult.NotNow(unavailable.Reason, null),
            ProviderResult<PayProtocolRoute>.Refused refused => new SubmissionResult.Refused(new Failure(refused.Code, refused.Message)),
            _ => new SubmissionResult.Refused(
                new Failure("unknown_currency", $"The provider's lists no longer have {request.Currency} on {request.Network}.")
            ),
        };

    /// <summary>The currency's ids. If this is cancelled while the lists are read, nothing was sent, and the result says so.</summary>
    private async Task<ProviderResult<PayProtocolRoute>> FindRouteAsync(WithdrawalRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var found = await catalogue.RouteAsync(request.Currency, request.Network, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return found;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new ProviderResult<PayProtocolRoute>.Unavailable("The time to send was over before the provider's lists had been read.");
        }
    }

    // The platform's chains are TRON's kind or Ethereum's.
    private string? FindAddressMistake(WithdrawalRequest request) =>
        (request.Network == "tron" ? TronAddress.FindMistake(request.Address) : EvmAddress.FindMistake(request.Address))
        ?? (catalogue.HasContract(request.Address, request.Network) ? AddressFormat.Contracts : null);

    private void AddUnknown(WithdrawalRequest request, Dictionary<string, string> mistakes)
    {
        if (catalogue.Networks.Contains(request.Network))
        {
            mistakes["currency"] =
                $"This account has no such currency on {request.Network}; there are: {string.Join(", ", catalogue.Currencies(request.Network))}.";
        }
        else
        {
            mistakes["network"] = $"This account has no such network; there are: {string.Join(", ", catalogue.Networks)}.";
        }
    }
}
