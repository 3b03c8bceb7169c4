using System.Text.Json;
using PaymentHub.Money;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Makes payment orders, the provider's one-off invoices, each with a page and an address of its own.</summary>
internal sealed class PayProtocolPayments(PayProtocolClient client, PayProtocolCatalogue catalogue, PayProtocolOptions options)
{
    /// <summary>What is wrong with a request, by field, as far as it can be told without the provider's lists.</summary>
    public static IReadOnlyDictionary<string, string> Check(PaymentPageRequest request)
    {
        var mistakes = new Dictionary<string, string>();
        if (request.Amount <= 0)
            mistakes["amount"] = "It must be above zero.";
        if (request.Network is null)
            mistakes["network"] = "It is required: a payment order is made for one network.";
        return mistakes;
    }

    public async Task<ProviderResult<PaymentPage>> CreateAsync(PaymentPageRequest request, CancellationToken cancellationToken)
    {
        var network = request.Network ?? throw new ArgumentException("A payment order is made for one network.", nameof(request));
        var found = await catalogue.RouteAsync(request.Currency, network, cancellationToken);
        if (found is ProviderResult<PayProtocolRoute>.Absent)
            return new ProviderResult<PaymentPage>.Refused("unknown_currency", $"The provider's lists do not have {request.Currency} on {network}.");
        return await found.ThenAsync(async route =>
            Amounts.Decimals(request.Amount) > route.Currency.Decimals
                ? new ProviderResult<PaymentPage>.Refused(
                    "too_many_decimals",
                    $"{route.Currency.Symbol} on {network} has {route.Currency.Decimals} decimals."
                )
                : (await client.CreatePaymentOrderAsync(route, Amounts.Format(request.Amount), request, cancellationToken)).Then(data =>
                    Page(data, route.Currency)
                )
        );
    }

    private ProviderResult<PaymentPage> Page(JsonElement data, PayProtocolCurrency currency)
    {
        var fields = new JsonFields(data);
        // The documentation warns against using it unchecked: a payer must only be sent to the provider's own page.
        var (path, id, address) = (fields.Path("paymentUrl"), fields.Scalar(PayProtocolCallback.Payment), fields.Address("userWalletAddress"));
        return fields.Wrong is { } wrong
            ? new ProviderResult<PaymentPage>.Unavailable($"The answer of createPaymentOrder cannot be used: {wrong}")
            : new ProviderResult<PaymentPage>.Good(
                new PaymentPage(options.PaymentPageBaseUrl.AbsoluteUri.TrimEnd('/') + path, id)
                {
                    Address = AddressFormat.ForPayers(address),
                    Network = currency.Network,
                    Currency = currency.Symbol,
                }
            );
    }
}
