using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Issues a customer's deposit addresses: makes the user, then reads its wallets.</summary>
internal sealed class PayProtocolAddresses(PayProtocolClient client, PayProtocolCatalogue catalogue)
{
    public async Task<ProviderResult<IReadOnlyList<DepositAddress>>> IssueAsync(string customerId, CancellationToken cancellationToken)
    {
        var created = await client.CreateUserAsync(customerId, cancellationToken);
        if (created is ProviderResult<JsonElement>.Unavailable gone)
            return Unavailable(gone.Reason);

        var found = await client.FindUserAsync(customerId, cancellationToken);
        // Whether a user that exists is an error of user/create is not documented: the refusal counts when user/detail knows nobody.
        if (
            created is ProviderResult<JsonElement>.Refused no
            && found is (ProviderResult<PayProtocolUser>.Refused or ProviderResult<PayProtocolUser>.Absent)
        )
        {
            return new ProviderResult<IReadOnlyList<DepositAddress>>.Refused(no.Code, no.Message);
        }

        if (found is ProviderResult<PayProtocolUser>.Absent)
            return Unavailable("The user was made, but user/detail does not know it yet.");
        return await found.ThenAsync(user => NameNetworksAsync(user, cancellationToken));
    }

    private static ProviderResult<IReadOnlyList<DepositAddress>>.Unavailable Unavailable(string reason) => new(reason);

    private async Task<ProviderResult<IReadOnlyList<DepositAddress>>> NameNetworksAsync(PayProtocolUser user, CancellationToken cancellationToken)
    {
        if (user.Wallets.Count == 0)
            return Unavailable("The user has no wallet yet.");
        var addresses = new List<DepositAddress>();
        foreach (var (chainId, address) in user.Wallets)
        {
            var network = await catalogue.NetworkAsync(chainId, cancellationToken);
            if (network is not ProviderResult<string>.Good { Value: var name })
                return Unavailable(((ProviderResult<string>.Unavailable)network).Reason);
            addresses.Add(new DepositAddress(name, address));
        }

        return new ProviderResult<IReadOnlyList<DepositAddress>>.Good(addresses);
    }
}
